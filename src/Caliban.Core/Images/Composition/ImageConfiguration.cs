using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Composition;

/// <summary>The configuration of an image: how it is started, its labels, and the layers it is made of.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/config.md"/>
public sealed class ImageConfiguration
{
    /// <summary>More than any configuration holds, in bytes.</summary>
    private const int LargestSize = 16 * 1024 * 1024;

    private readonly JsonObject _root;

    private ImageConfiguration(JsonObject root, IReadOnlyList<string> diffIds) => (_root, DiffIds) = (root, diffIds);

    /// <summary>The digests of the uncompressed layers, the lowest first.</summary>
    public IReadOnlyList<string> DiffIds { get; }

    /// <summary>As <c>linux/arm64</c> or <c>linux/arm/v7</c>; what the image does not say is empty.</summary>
    public string Platform => string.Join('/', new[] { Text("os"), Text("architecture"), Text("variant") }.Where((text, index) => index < 2 || text.Length > 0));

    /// <exception cref="JsonException">It is not the configuration of an image.</exception>
    public static ImageConfiguration Parse(ReadOnlySpan<byte> content)
    {
        try
        {
            return JsonNode.Parse(content) is JsonObject root && root["rootfs"]?["diff_ids"] is JsonArray diffIds
                ? new ImageConfiguration(root, [.. diffIds.Select(id => id?.GetValue<string>() ?? throw new JsonException("its configuration names no layers"))])
                : throw new JsonException("its configuration names no layers");
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("its configuration is of another form", exception);
        }
    }

    /// <summary>Reads the configuration of an image.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static async Task<ImageConfiguration> ReadAsync(IImageSource source, ContentDescriptor blob, CancellationToken cancellationToken)
    {
        if (blob.Size > LargestSize)
        {
            throw new JsonException("its configuration is too large");
        }

        var content = await source.OpenBlobAsync(blob, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
    }

    /// <summary>A label, or null.</summary>
    public string? Label(string name) => (_root["config"]?["Labels"]?[name] as JsonValue)?.GetValue<string>();

    /// <summary>
    /// The configuration with one layer more, started in another way. Everything it says besides is kept, also what is not
    /// known here.
    /// </summary>
    public byte[] Append(ImageAddition addition)
    {
        var root = _root.DeepClone().AsObject();
        var config = root["config"] as JsonObject ?? [];
        root["config"] = config;
        config["Entrypoint"] = Texts(addition.EntryPoint);
        config.Remove("Cmd");
        config["WorkingDir"] = ImageDeclaration.WorkingDirectory;
        var labels = config["Labels"] as JsonObject ?? [];
        config["Labels"] = labels;
        foreach (var (name, value) in addition.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            labels[name] = value;
        }

        root["rootfs"]!["diff_ids"]!.AsArray().Add((JsonNode)addition.DiffId);
        // Tools count its entries against the layers; where there is none, one alone would not match.
        if (root["history"] is JsonArray history)
        {
            history.Add((JsonNode)History(addition));
        }

        root.Remove("created");
        if (addition.Created is { } created)
        {
            root["created"] = Time(created);
        }

        return JsonText.Write(root);
    }

    private string Text(string name) => (_root[name] as JsonValue)?.GetValue<string>() ?? "";

    private static JsonObject History(ImageAddition addition)
    {
        var entry = new JsonObject { ["created_by"] = addition.CreatedBy };
        if (addition.Created is { } created)
        {
            entry["created"] = Time(created);
        }

        return entry;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
