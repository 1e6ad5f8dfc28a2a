using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects.Configuration;

/// <summary>
/// <c>.calibanconfig.json</c> of a project folder: defaults, over which the project file and the command line win. Its keys
/// are those of google/caliban.
/// </summary>
/// <seealso href="https://caliban.readthedocs.io/en/latest/explore/calibanconfig.html"/>
public sealed record ProjectConfiguration
{
    public const string FileName = ".calibanconfig.json";

    /// <summary><c>base_image</c>; an item without mode, or one for a mode.</summary>
    public IReadOnlyList<DeclaredItem> BaseImages { get; init; } = [];

    /// <summary><c>apt_packages</c></summary>
    public IReadOnlyList<DeclaredItem> AptPackages { get; init; } = [];

    /// <summary><c>default_mode</c>: whether jobs get a GPU; null when it says nothing.</summary>
    public bool? UseGpu { get; init; }

    /// <summary><c>julia_version</c>, or empty.</summary>
    public string JuliaVersion { get; init; } = "";

    /// <summary><c>build_time_credentials</c></summary>
    public bool HasBuildTimeCredentials { get; init; }

    /// <summary><c>gcloud.project_id</c>, or empty.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary><c>gcloud.cloud_key</c>: a file, or empty.</summary>
    public string CloudKey { get; init; } = "";

    /// <summary><c>mlflow_config</c>, or null.</summary>
    public MlflowConfiguration? Mlflow { get; init; }

    /// <summary><c>uv.mlflow.pubsub_project</c>, or empty.</summary>
    public string PubsubProject { get; init; } = "";

    /// <summary><c>uv.mlflow.pubsub_topic</c></summary>
    public string PubsubTopic { get; init; } = "mlflow";

    /// <summary>The file of a project folder; the defaults when there is none.</summary>
    /// <param name="mistakes">Receives CAL1020 to CAL1029.</param>
    public static ProjectConfiguration Read(string projectFolder, ICollection<Diagnostic> mistakes)
    {
        var path = Path.Combine(projectFolder, FileName);
        return ConfigurationText.Read(path, mistakes) is { } root
            ? new ProjectConfigurationReader(path, new ConfigurationKeys(mistakes)).Read(root)
            : new ProjectConfiguration();
    }
}
