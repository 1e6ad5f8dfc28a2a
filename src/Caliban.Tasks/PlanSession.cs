using Caliban.Core.Local.Sessions;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Checks what a project says about its shell or notebook, and writes the plan; in a dry run shows the command.</summary>
[MSBuildMultiThreadableTask]
public sealed class PlanSession : ImageTask
{
    /// <summary><c>CalibanCommand</c></summary>
    public string Command { get; set; } = "";

    public string Engine { get; set; } = "";

    public string ImageTag { get; set; } = "";

    public string Bare { get; set; } = "";

    public string ShellProgram { get; set; } = "";

    public string JupyterLab { get; set; } = "";

    public string JupyterVersion { get; set; } = "";

    public string NotebookHost { get; set; } = "";

    public string NotebookPort { get; set; } = "";

    public string DockerRunArgs { get; set; } = "";

    public string CloudKey { get; set; } = "";

    public string MountCredentials { get; set; } = "";

    /// <summary><c>NoWarn</c>, for <c>dotnet run</c>, where no build listens to it.</summary>
    public string NoWarn { get; set; } = "";

    /// <summary>Where the plan is written; empty writes none.</summary>
    public string PlanFile { get; set; } = "";

    /// <summary><c>CalibanDryRun</c></summary>
    public string DryRun { get; set; } = "";

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var dryRun = properties.Boolean("CalibanDryRun", DryRun, otherwise: false);
        properties.ThrowIfMistaken();
        var plan = SessionPlanner.Plan(
            new DeclaredSession
            {
                Project = ProjectName,
                ProjectFile = ProjectFile,
                ProjectFolder = ProjectFolder,
                OutputFolder = OutputFolder,
                Image = Image,
                Command = Command,
                Engine = Engine,
                ImageTag = ImageTag,
                Bare = Bare,
                ShellProgram = ShellProgram,
                JupyterLab = JupyterLab,
                JupyterVersion = JupyterVersion,
                NotebookHost = NotebookHost,
                NotebookPort = NotebookPort,
                DockerRunArgs = DockerRunArgs,
                CloudKey = CloudKey,
                MountCredentials = MountCredentials,
                NoWarn = NoWarn,
            },
            this);
        if (PlanFile.Length > 0)
        {
            await SessionPlanFile.WriteAsync(PlanFile, plan, cancellationToken);
        }

        if (dryRun)
        {
            Show(new SessionRunner(plan, Environment.GetEnvironmentVariable, SessionTerminal.Of(Environment.GetEnvironmentVariable), this).Preview([]));
        }
    }
}
