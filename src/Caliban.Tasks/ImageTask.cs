using Caliban.Core.Images;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;

namespace Caliban.Tasks;

/// <summary>Parameters of the tasks that need to know the image of a project.</summary>
public abstract class ImageTask : CalibanTask
{
    /// <summary><c>CalibanModule</c></summary>
    public string Module { get; set; } = "";

    /// <summary><c>CalibanPython</c></summary>
    public string Python { get; set; } = "";

    /// <summary><c>CalibanUseGpu</c>; empty: true when there are <see cref="GpuSpecs"/>.</summary>
    public string UseGpu { get; set; } = "";

    public ITaskItem[] GpuSpecs { get; set; } = [];

    public ITaskItem[] BaseImages { get; set; } = [];

    public ITaskItem[] AptPackages { get; set; } = [];

    public ITaskItem[] PythonPackages { get; set; } = [];

    public ITaskItem[] ExtraDirectories { get; set; } = [];

    /// <summary><c>obj/caliban</c></summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Where the Dockerfile is written.</summary>
    protected string DockerfilePath => Path.Combine(OutputFolder, "Dockerfile");

    private protected DeclaredItems Items =>
        new(ProjectFile, Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode) ?? "");

    protected DeclaredImage DeclaredImage(ProjectProperties properties) => new()
    {
        ProjectFile = ProjectFile,
        ProjectFolder = ProjectFolder,
        Module = Module,
        Python = Python,
        UseGpu = properties.Boolean("CalibanUseGpu", UseGpu, otherwise: GpuSpecs.Length > 0),
        BaseImages = Items.Read("BaseImage", BaseImages),
        AptPackages = Items.Read("AptPackage", AptPackages),
        PythonPackages = Items.Read("PythonPackage", PythonPackages),
        ExtraDirectories = Items.Read("ExtraDirectory", ExtraDirectories),
    };
}
