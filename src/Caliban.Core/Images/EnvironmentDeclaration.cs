using System.Text.Json.Serialization;

namespace Caliban.Core.Images;

/// <summary>
/// The slow part of an image: base image, Debian packages and Python packages. Two projects that declare the same share it.
/// </summary>
public sealed record EnvironmentDeclaration
{
    /// <summary>The default base image without a GPU.</summary>
    public const string DefaultBaseImage = "python:3.12-slim";

    /// <summary>The default base image with a GPU: CUDA, cuDNN and a Python that knows them, for linux/amd64.</summary>
    /// <seealso href="https://hub.docker.com/r/pytorch/pytorch"/>
    public const string DefaultGpuBaseImage = "pytorch/pytorch:2.7.1-cuda12.8-cudnn9-runtime";

    /// <summary>The file pip reads, in the project folder.</summary>
    public const string RequirementsFile = "requirements.txt";

    /// <summary>A finished environment, as a reference or <c>oci:folder[:tag]</c>; nothing else here counts then. Otherwise null.</summary>
    public string? Image { get; init; }

    public string BaseImage { get; init; } = DefaultBaseImage;

    /// <summary>The platform of the image, such as <c>linux/amd64</c>.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>The Python of the image, as its search path knows it.</summary>
    public string Python { get; init; } = "python";

    /// <summary>Debian packages, sorted.</summary>
    public IReadOnlyList<string> AptPackages { get; init; } = [];

    /// <summary>The conda environment file of the project folder, or null.</summary>
    public string? CondaFile { get; init; }

    /// <summary>
    /// The <c>requirements.txt</c> of the project folder first, then the files and folders it refers to; empty when there is none.
    /// </summary>
    public IReadOnlyList<string> RequirementFiles { get; init; } = [];

    /// <summary>What its own <c>pyproject.toml</c> or <c>setup.py</c> says the project needs; null without such a file.</summary>
    public PythonProject? PythonProject { get; init; }

    /// <summary>pip requirements beside the files, in declared order.</summary>
    public IReadOnlyList<string> PythonPackages { get; init; } = [];

    /// <summary>The version of Julia to install, or null.</summary>
    public string? JuliaVersion { get; init; }

    /// <summary>Whether the proxy to a Cloud SQL database is installed.</summary>
    public bool HasCloudSqlProxy { get; init; }

    /// <summary>Arguments of the build, which the steps see as variables; never for secrets.</summary>
    public IReadOnlyList<BuildArgument> BuildArguments { get; init; } = [];

    /// <summary>Secrets that the steps can read and that stay out of the image; needs BuildKit.</summary>
    public IReadOnlyList<BuildSecret> BuildSecrets { get; init; } = [];

    /// <summary>Whether the steps can use the SSH agent of the build; needs BuildKit.</summary>
    public bool UseSsh { get; init; }

    /// <summary>Dockerfile instructions right after <c>FROM</c>.</summary>
    public IReadOnlyList<string> BaseLines { get; init; } = [];

    /// <summary>Dockerfile instructions after everything is installed.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The user's own Dockerfile, relative to the project folder, which then is all of the environment; or null.</summary>
    public string? Dockerfile { get; init; }

    /// <summary>The text of <see cref="Dockerfile"/>; empty when it is null.</summary>
    public string DockerfileText { get; init; } = "";

    /// <summary>What <see cref="Dockerfile"/>, or the declared lines, copy from the project folder.</summary>
    public IReadOnlyList<string> DockerfileSources { get; init; } = [];

    /// <summary>More arguments of <c>docker build</c>; they do not count for the name of the image.</summary>
    public IReadOnlyList<string> BuildOptions { get; init; } = [];

    /// <summary>Whether only BuildKit can build it.</summary>
    [JsonIgnore]
    public bool NeedsBuildKit => BuildSecrets.Count > 0 || UseSsh;

    /// <summary>The files of the project folder that the environment is made from; each once, in no particular order.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Sources => Image is not null ? [] : Dockerfile is not null ? [Dockerfile, .. DockerfileSources] :
    [
        .. new[] { CondaFile }.OfType<string>()
            .Concat(RequirementFiles)
            .Concat(PythonProject?.Files ?? [])
            .Concat(DockerfileSources)
            .Distinct(StringComparer.Ordinal),
    ];
}
