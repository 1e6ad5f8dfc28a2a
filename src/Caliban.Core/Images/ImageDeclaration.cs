using System.Text.Json.Serialization;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Projects;

namespace Caliban.Core.Images;

/// <summary>What a project declares about its image: an environment, which changes rarely, and the code on top of it.</summary>
/// <param name="Program">The code and how it is started.</param>
public sealed record ImageDeclaration(ProjectProgram Program)
{
    /// <summary>The working directory inside the image; the code lies below it as it does in the project folder.</summary>
    public const string WorkingDirectory = "/usr/app";

    public EnvironmentDeclaration Environment { get; init; } = new();

    /// <summary>Whether jobs get a GPU, which also decides the <c>Mode</c> of items that counts.</summary>
    public bool UseGpu { get; init; }

    /// <summary>Directories copied with the code, in declared order, relative to the project folder.</summary>
    public IReadOnlyList<string> ExtraDirectories { get; init; } = [];

    /// <summary>
    /// Files, relative to the project folder, that describe the project and its experiments: they are no code, and a change of
    /// them changes no image.
    /// </summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Dockerfile instructions after the code, which only an engine can execute.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Patterns, relative to the project folder, of files that may look like a secret and go into the image all the same.</summary>
    public IReadOnlyList<string> AllowedSecrets { get; init; } = [];

    /// <summary>The Cloud SQL database that the code reaches through a proxy, as <c>project:region:instance</c>; null for none.</summary>
    public string? CloudSqlInstance { get; init; }

    /// <summary>Whether the proxy writes what it does to the error channel.</summary>
    public bool ShowsCloudSqlProxy { get; init; }

    /// <summary>The command of the image; job arguments follow it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> EntryPoint => CloudSqlInstance is { } instance
        ? CloudSqlProxyStart.Wrap(instance, ShowsCloudSqlProxy, Environment.Python, Command)
        : Command;

    /// <summary>The program of the project with its interpreter.</summary>
    private IReadOnlyList<string> Command => Program.Command(Environment.Python, "/bin/bash");

    /// <summary>What the code stage copies from the project folder; what is copied later lies over what came before.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> CodeSources => Program == ProjectProgram.None ? [] : [.. ExtraDirectories, Program.PackageFolder];
}
