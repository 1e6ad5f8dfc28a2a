using System.Globalization;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Archives;

/// <summary>
/// What is known of layers and images of the engine, in small files of the user's cache: layers that a registry has already
/// need not be compressed to learn their digests. Without it everything works, more slowly.
/// </summary>
/// <param name="folder">The cache of this user for Caliban.</param>
public sealed class LayerCatalog(string folder)
{
    private readonly string _layers = Path.Combine(folder, "layers", GzipMember.Format);
    private readonly string _images = Path.Combine(folder, "images", GzipMember.Format);

    /// <summary>The folder for caches of this user.</summary>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <seealso href="https://specifications.freedesktop.org/basedir-spec/latest/"/>
    public static string DefaultFolder(Func<string, string?> variable) => Path.Combine(
        variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache) ? cache
        : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "caliban");

    /// <summary>The layer of that content, or null.</summary>
    public CompressedLayer? FindLayer(string diffId) =>
        Read(_layers, diffId)?.Split(' ') is [var digest, var size]
        && ContentDigest.IsValid(digest) && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new CompressedLayer(diffId, digest, bytes)
            : null;

    public void AddLayer(CompressedLayer layer) =>
        Write(_layers, layer.DiffId, string.Create(CultureInfo.InvariantCulture, $"{layer.Digest} {layer.Size}"));

    /// <summary>The digest of the manifest that was made for an image of the engine, or null.</summary>
    /// <param name="id">The engine's id; only some engines take that of the configuration.</param>
    public string? FindManifest(string id) => Read(_images, id) is { } digest && ContentDigest.IsValid(digest) ? digest : null;

    public void AddManifest(string id, string digest) => Write(_images, id, digest);

    private static string? Read(string folder, string name)
    {
        try
        {
            return ContentDigest.IsValid(name) ? File.ReadAllText(PathOf(folder, name)) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Write(string folder, string name, string text)
    {
        if (!ContentDigest.IsValid(name))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(folder);
            var temporary = PathOf(folder, $"{name}.{Guid.NewGuid():N}");
            File.WriteAllText(temporary, text);
            File.Move(temporary, PathOf(folder, name), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache that cannot be written is one that is empty.
        }
    }

    private static string PathOf(string folder, string name) => Path.Combine(folder, name.Replace(':', '-'));
}
