using System.Text.Json.Serialization;
using Caliban.Core.Projects;

namespace Caliban.Core.Images;

/// <summary>What a project declares about its image.</summary>
/// <param name="Program">The code and how it is started.</param>
public sealed record ImageDeclaration(ProjectProgram Program)
{
    /// <summary>The default base image.</summary>
    public const string DefaultBaseImage = "python:3.12-slim";

    /// <summary>The working directory inside the image; the code lies below it as it does in the project folder.</summary>
    public const string WorkingDirectory = "/usr/app";

    public string BaseImage { get; init; } = DefaultBaseImage;

    /// <summary>The Python of the image, as its search path knows it.</summary>
    public string Python { get; init; } = "python";

    /// <summary>Debian packages; their order does not matter.</summary>
    public IReadOnlyList<string> AptPackages { get; init; } = [];

    /// <summary>Whether the project folder holds a <c>requirements.txt</c>.</summary>
    public bool HasRequirements { get; init; }

    /// <summary>pip requirements beside the file, in declared order.</summary>
    public IReadOnlyList<string> PythonPackages { get; init; } = [];

    /// <summary>Directories copied before the code, in declared order, relative to the project folder.</summary>
    public IReadOnlyList<string> ExtraDirectories { get; init; } = [];

    /// <summary>The command of the image; job arguments follow it.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> EntryPoint => Program.Command(Python, "/bin/bash");

    /// <summary>What is copied from the project folder, in the order of the Dockerfile.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Sources =>
        [.. HasRequirements ? [RequirementsFile] : Array.Empty<string>(), .. ExtraDirectories, Program.PackageFolder];

    /// <summary>The file pip reads, in the project folder.</summary>
    public const string RequirementsFile = "requirements.txt";
}
