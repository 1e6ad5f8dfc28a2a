using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caliban.Core.Projects.Configuration;

/// <summary>Gives the keys of <c>.calibanconfig.json</c> their meaning.</summary>
internal sealed partial class ProjectConfigurationReader(string path, ConfigurationKeys keys)
{
    private static readonly string[] Known =
        ["apt_packages", "base_image", "build_time_credentials", "default_mode", "gcloud", "julia_version", "mlflow_config", "uv"];

    public ProjectConfiguration Read(ConfigurationValue root)
    {
        if (!keys.IsObject(root, Known))
        {
            return new ProjectConfiguration();
        }

        var (gcloud, uv) = (Object(root, "gcloud", "project_id", "cloud_key"), Object(root, "uv", "mlflow"));
        var pubsub = uv is null ? null : Object(uv, "mlflow", "pubsub_project", "pubsub_topic");
        return new ProjectConfiguration
        {
            BaseImages = ByMode(root.Find("base_image"), "BaseImage", isList: false),
            AptPackages = ByMode(root.Find("apt_packages"), "AptPackage", isList: true),
            UseGpu = root.Find("default_mode") is { } mode ? IsGpu(mode) : null,
            JuliaVersion = root.Find("julia_version") is { } julia ? Version(julia) : "",
            HasBuildTimeCredentials = root.Find("build_time_credentials") is { } flag && keys.Boolean(flag),
            ProjectId = Text(gcloud, "project_id"),
            CloudKey = Text(gcloud, "cloud_key"),
            Mlflow = root.Find("mlflow_config") is { } mlflow ? MlflowConfiguration.Read(mlflow, keys) : null,
            PubsubProject = Text(pubsub, "pubsub_project"),
            PubsubTopic = Text(pubsub, "pubsub_topic") is { Length: > 0 } topic ? topic : "mlflow",
        };
    }

    private List<DeclaredItem> ByMode(ConfigurationValue? value, string type, bool isList) => value switch
    {
        null => [],
        { Kind: JsonValueKind.Object } => !keys.IsObject(value, ["cpu", "gpu"]) ? [] :
        [
            .. ((string[])["cpu", "gpu"]).SelectMany(mode => value.Find(mode) is { } one ? Items(one, type, mode, isList) : []),
        ],
        _ => Items(value, type, "", isList),
    };

    private List<DeclaredItem> Items(ConfigurationValue value, string type, string mode, bool isList)
    {
        if (value.Kind != (isList ? JsonValueKind.Array : JsonValueKind.String))
        {
            var one = isList ? "a list of names" : "a name";
            keys.Invalid(value, mode.Length > 0 ? one : $"{one}, or an object with {one} for \"cpu\" and \"gpu\"");
            return [];
        }

        return
        [
            .. (isList ? value.Elements : [value])
                .Select(element => (element.Location, Text: keys.Text(element)))
                .Where(element => element.Text is not null)
                .Select(element => new DeclaredItem(type, element.Text!, path, mode) { DeclaredAt = element.Location }),
        ];
    }

    private bool? IsGpu(ConfigurationValue value)
    {
        switch (value.Kind == JsonValueKind.String ? value.Text.Trim().ToUpperInvariant() : "")
        {
            case "GPU":
                return true;
            case "CPU":
                return false;
            default:
                keys.Invalid(value, "\"cpu\" or \"gpu\"");
                return null;
        }
    }

    private string Version(ConfigurationValue value)
    {
        var text = keys.Text(value) ?? "";
        if (text.Length > 0 && !JuliaVersion().IsMatch(text))
        {
            keys.Invalid(value, "a whole version such as \"1.10.4\", of which the download is named");
            return "";
        }

        return text;
    }

    private ConfigurationValue? Object(ConfigurationValue parent, string key, params string[] known) =>
        parent.Find(key) is { } value && keys.IsObject(value, known) ? value : null;

    private string Text(ConfigurationValue? parent, string key) => parent?.Find(key) is { } value ? keys.Text(value) ?? "" : "";

    [GeneratedRegex(@"\A[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}(-(alpha|beta|rc)[0-9]{1,2})?\z")]
    private static partial Regex JuliaVersion();
}
