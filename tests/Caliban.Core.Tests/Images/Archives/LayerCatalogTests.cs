using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Archives;

public sealed class LayerCatalogTests : IDisposable
{
    private static readonly CompressedLayer Layer = new(ContentDigest.Of("a"u8), ContentDigest.Of("b"u8), 123);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_added_is_known_to_the_next()
    {
        new LayerCatalog(_folder.Path).AddLayer(Layer);
        new LayerCatalog(_folder.Path).AddManifest(Layer.DiffId, Layer.Digest);

        Assert.Equal(Layer, new LayerCatalog(_folder.Path).FindLayer(Layer.DiffId));
        Assert.Equal(Layer.Digest, new LayerCatalog(_folder.Path).FindManifest(Layer.DiffId));
        Assert.Null(new LayerCatalog(_folder.Path).FindLayer(Layer.Digest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("sha256:../x 12")]
    [InlineData("DIGEST -1")]
    [InlineData("DIGEST")]
    public void Damaged_entries_count_as_none(string text)
    {
        new LayerCatalog(_folder.Path).AddLayer(Layer);
        File.WriteAllText(
            Assert.Single(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)), text.Replace("DIGEST", Layer.Digest, StringComparison.Ordinal));

        Assert.Null(new LayerCatalog(_folder.Path).FindLayer(Layer.DiffId));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_empty_cache()
    {
        var catalog = new LayerCatalog(Path.Combine(_folder.Write("file", ""), "below"));

        catalog.AddLayer(Layer);

        Assert.Null(catalog.FindLayer(Layer.DiffId));
    }

    [Fact]
    public void Names_that_are_no_digests_are_no_paths()
    {
        var catalog = new LayerCatalog(_folder.Path);

        catalog.AddManifest("../../x", Layer.Digest);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Null(catalog.FindManifest("../../x"));
    }

    [UnixFact]
    public void The_folder_is_that_of_the_system() => Assert.Equal(
        "/data/cache/caliban", LayerCatalog.DefaultFolder(name => name == "XDG_CACHE_HOME" ? "/data/cache" : null));
}
