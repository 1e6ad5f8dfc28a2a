using Caliban.Core.Images;

namespace Caliban.Core.Local.Sessions;

/// <summary>What a project says about its shell and notebook, in the texts of its properties.</summary>
public sealed record DeclaredSession
{
    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary><c>obj/caliban</c>; absolute.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The image, already checked.</summary>
    public required ImageDeclaration Image { get; init; }

    /// <summary><c>CalibanCommand</c>: <c>shell</c> or <c>notebook</c></summary>
    public string Command { get; init; } = "";

    /// <summary><c>CalibanEngine</c></summary>
    public string Engine { get; init; } = "";

    /// <summary><c>CalibanImageTag</c></summary>
    public string ImageTag { get; init; } = "";

    /// <summary><c>CalibanBare</c></summary>
    public string Bare { get; init; } = "";

    /// <summary><c>CalibanShellProgram</c></summary>
    public string ShellProgram { get; init; } = "";

    /// <summary><c>CalibanJupyterLab</c></summary>
    public string JupyterLab { get; init; } = "";

    /// <summary><c>CalibanJupyterVersion</c></summary>
    public string JupyterVersion { get; init; } = "";

    /// <summary><c>CalibanNotebookHost</c></summary>
    public string NotebookHost { get; init; } = "";

    /// <summary><c>CalibanNotebookPort</c></summary>
    public string NotebookPort { get; init; } = "";

    /// <summary><c>CalibanDockerRunArgs</c></summary>
    public string DockerRunArgs { get; init; } = "";

    /// <summary><c>CalibanCloudKey</c></summary>
    public string CloudKey { get; init; } = "";

    /// <summary><c>CalibanMountCredentials</c></summary>
    public string MountCredentials { get; init; } = "";

    /// <summary><c>NoWarn</c></summary>
    public string NoWarn { get; init; } = "";
}
