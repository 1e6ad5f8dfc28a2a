using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caliban.Core.Docker;

/// <summary>An image the engine has.</summary>
/// <param name="Id"><c>sha256:…</c></param>
/// <param name="RepoTags">Its names as the engine shows them, without the default registry.</param>
/// <param name="RepoDigests">The digests under which registries know it, as <c>repository@sha256:…</c>.</param>
public sealed record LocalImage(string Id, IReadOnlyList<string> RepoTags, IReadOnlyList<string> RepoDigests, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>A template for <c>docker image inspect</c> that prints one line of JSON for each image.</summary>
    internal const string Template =
        """{"id":{{json .Id}},"repoTags":{{json .RepoTags}},"repoDigests":{{json .RepoDigests}},"labels":{{json .Config.Labels}}}""";

    public bool HasName(string reference) => RepoTags.Contains(reference, StringComparer.Ordinal);

    internal static LocalImage Parse(string line)
    {
        var image = JsonSerializer.Deserialize(line, LocalImageJson.Default.Inspected)!;
        return new LocalImage(image.Id, image.RepoTags ?? [], image.RepoDigests ?? [], image.Labels ?? []);
    }

    internal sealed record Inspected(string Id, List<string>? RepoTags, List<string>? RepoDigests, Dictionary<string, string>? Labels);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LocalImage.Inspected))]
internal sealed partial class LocalImageJson : JsonSerializerContext;
