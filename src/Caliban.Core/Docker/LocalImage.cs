using System.Text.Json.Nodes;

namespace Caliban.Core.Docker;

/// <summary>An image the engine has, as <c>docker image inspect</c> shows it.</summary>
/// <param name="Id"><c>sha256:…</c></param>
/// <param name="RepoTags">Its names as the engine shows them, without the default registry.</param>
/// <param name="RepoDigests">The digests under which registries know it, as <c>repository@sha256:…</c>.</param>
/// <seealso href="https://docs.docker.com/reference/api/engine/version/v1.47/#tag/Image/operation/ImageInspect"/>
public sealed record LocalImage(string Id, IReadOnlyList<string> RepoTags, IReadOnlyList<string> RepoDigests, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>A template for <c>docker image inspect</c> that prints one line of JSON for each image.</summary>
    internal const string Template = "{{json .}}";

    /// <summary>What containers of it are started with: command, variables, working directory and more.</summary>
    internal JsonObject Config { get; init; } = [];

    /// <summary>The digests of its uncompressed layers, the lowest first.</summary>
    internal IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Operating system, architecture and, for some, its variant: <c>linux</c>, <c>arm64</c>, <c>v8</c>.</summary>
    internal (string System, string Architecture, string? Variant) Platform { get; init; } = ("linux", "amd64", null);

    /// <summary>
    /// Whether the engine keeps images as unpacked layers. An engine with the image store of containerd keeps them as they
    /// were pulled, and needs all parts of an image that it loads.
    /// </summary>
    internal bool IsUnpacked { get; init; }

    public bool HasName(string reference) => RepoTags.Contains(reference, StringComparer.Ordinal);

#pragma warning disable CA1507 // the names are those of the engine's JSON
    internal static LocalImage Parse(string line)
    {
        var image = JsonNode.Parse(line)!.AsObject();
        var config = image["Config"]?.AsObject() ?? [];
        return new LocalImage(Text(image, "Id") ?? "", Texts(image["RepoTags"]), Texts(image["RepoDigests"]), Labels(config["Labels"]))
        {
            Config = config,
            Layers = Texts(image["RootFS"]?["Layers"]),
            Platform = (Text(image, "Os") ?? "linux", Text(image, "Architecture") ?? "amd64", Text(image, "Variant")),
            IsUnpacked = image["GraphDriver"]?["Data"] is JsonObject { Count: > 0 },
        };

        static string? Text(JsonObject parent, string name) => (string?)parent[name] is { Length: > 0 } text ? text : null;
        static IReadOnlyList<string> Texts(JsonNode? list) => [.. list?.AsArray().Select(item => (string)item!) ?? []];
        static Dictionary<string, string> Labels(JsonNode? labels) =>
            labels?.AsObject().ToDictionary(label => label.Key, label => (string)label.Value!, StringComparer.Ordinal) ?? [];
    }
#pragma warning restore CA1507
}
