using Caliban.Core.Cloud;
using Caliban.Core.GoogleCloud.Vertex;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Checks what a project says about Vertex AI. Sends nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class DeclareCloud : ImageTask
{
    public ITaskItem[] GpuSpecs { get; set; } = [];

    public ITaskItem[] TpuSpecs { get; set; } = [];

    public ITaskItem[] JobLabels { get; set; } = [];

    /// <summary>Properties as items: their names, with <c>Value</c>.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary>The target as JSON, for the tasks that follow.</summary>
    [Output]
    public string Target { get; set; } = "";

    /// <summary>The project of Google Cloud, wherever it is named.</summary>
    [Output]
    public string ProjectId { get; set; } = "";

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var items = new DeclaredItems(ProjectFile, Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode) ?? "");
        var declared = new DeclaredCloud
        {
            ProjectFile = ProjectFile,
            Project = ProjectName,
            Image = Image,
            Settings = CloudSettingItems.Read(Settings),
            GpuSpecs = items.Read("GpuSpec", GpuSpecs),
            TpuSpecs = items.Read("TpuSpec", TpuSpecs, "Topology"),
            JobLabels = items.Read("JobLabel", JobLabels, "Value"),
        };
        var target = await new VertexPlanner(Environment.GetEnvironmentVariable, this).PlanAsync(declared, cancellationToken);
        (Target, ProjectId) = (VertexTargetText.Write(target), target.ProjectId);
    }
}
