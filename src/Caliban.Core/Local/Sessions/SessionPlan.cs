using System.Text.Json.Serialization;
using Caliban.Core.Images;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local.Sessions;

/// <summary>
/// What a project says about a shell or a notebook: the tasks write it to <c>obj/caliban/session.json</c>, and whoever has a
/// terminal opens it. The same declarations give the same plan: it holds no time, no secret and nothing of this machine but
/// paths of the project.
/// </summary>
public sealed record SessionPlan
{
    /// <summary>Raised when a plan of an earlier version could be misread.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required SessionKind Kind { get; init; }

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Absolute; the container shares it.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary>Absolute.</summary>
    public required string OutputFolder { get; init; }

    public required EnvironmentDeclaration Environment { get; init; }

    public bool UseGpu { get; init; }

    public EngineChoice Engine { get; init; }

    /// <summary>An image that exists, which then is used as it is; empty for the environment of the project.</summary>
    public string ImageTag { get; init; } = "";

    /// <summary>Whether the container gets an empty home instead of the caller's.</summary>
    public bool Bare { get; init; }

    public ShellProgram ShellProgram { get; init; }

    /// <summary>Whether the notebook is JupyterLab rather than the classic one.</summary>
    public bool JupyterLab { get; init; }

    /// <summary>The version of Jupyter to install; empty for the newest.</summary>
    public string JupyterVersion { get; init; } = "";

    /// <summary>An address of this machine.</summary>
    public string NotebookHost { get; init; } = NotebookAddress.DefaultHost;

    /// <summary>0 for the first free one.</summary>
    public int NotebookPort { get; init; }

    /// <summary>Arguments of <c>docker run</c> before the image.</summary>
    public IReadOnlyList<string> DockerRunArguments { get; init; } = [];

    /// <summary>The project's own service-account key; absolute, empty for what the variables of the run name.</summary>
    public string CloudKey { get; init; } = "";

    /// <summary>Whether the container finds the Google credentials of this machine.</summary>
    public bool MountCredentials { get; init; } = true;

    /// <summary>Codes of warnings that the project has turned off.</summary>
    public IReadOnlyList<string> SilencedWarnings { get; init; } = [];

    /// <summary><c>shell</c> or <c>notebook</c></summary>
    [JsonIgnore]
    public string Command => Kind == SessionKind.Shell ? "shell" : "notebook";
}
