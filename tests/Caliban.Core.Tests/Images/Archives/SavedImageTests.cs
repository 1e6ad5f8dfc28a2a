using System.Formats.Tar;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Archives;

/// <summary>What docker save writes, of engines of all ages.</summary>
public sealed class SavedImageTests : IDisposable
{
    private static readonly byte[] Base = "base"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_old_engine_writes_a_folder_for_each_layer_and_links_for_those_that_are_equal()
    {
        using var image = await ReadAsync(await SavedArchive.OldAsync("base", "same", "top", "same"));

        Assert.Equal(MediaTypes.DockerManifest, image.Manifest.MediaType);
        Assert.Equal(["base", "same", "top", "same"], await LayersAsync(image));
        Assert.Equal(SavedArchive.Configuration("base", "same", "top", "same"), await ReadAsync(image, Manifest(image).Config));
    }

    [Fact]
    public async Task A_new_engine_writes_a_layout()
    {
        using var image = await ReadAsync(await SavedArchive.NewAsync((Base, Base), ("top"u8.ToArray(), "top"u8.ToArray())));

        Assert.Equal(["base", "top"], await LayersAsync(image));
    }

    [Fact]
    public async Task Layers_that_are_compressed_stay_as_they_are()
    {
        var stored = await CompressAsync(Base);

        using var image = await ReadAsync(await SavedArchive.NewAsync((Base, stored)));

        var layer = Assert.Single(Manifest(image).Layers);
        Assert.Equal((ContentDigest.Of(stored), stored.Length), (layer.Digest, layer.Size));
        Assert.Equal(stored, await ReadAsync(image, layer));
    }

    [Fact]
    public async Task A_compression_that_Docker_has_no_name_for_makes_it_an_image_of_OCI()
    {
        byte[] stored = [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3];

        using var image = await ReadAsync(await SavedArchive.NewAsync((Base, stored), (Base, Base)));

        Assert.Equal(MediaTypes.OciManifest, image.Manifest.MediaType);
        Assert.Equal(
            [MediaTypes.OciConfig, "application/vnd.oci.image.layer.v1.tar+zstd", MediaTypes.OciGzipLayer],
            Manifest(image).Layers.Prepend(Manifest(image).Config).Select(part => part.MediaType));
    }

    [Fact]
    public async Task The_same_image_is_the_same_manifest_in_every_form()
    {
        using var old = await ReadAsync(await SavedArchive.OldAsync("base", "top"));
        using var layout = await ReadAsync(await SavedArchive.NewAsync((Base, Base), ("top"u8.ToArray(), "top"u8.ToArray())));

        Assert.Equal(old.Manifest.Digest, layout.Manifest.Digest);
    }

    [Fact]
    public async Task A_known_layer_is_compressed_only_when_it_is_asked_for()
    {
        var archive = await SavedArchive.OldAsync("base");
        using var first = await ReadAsync(archive);

        using var second = await ReadAsync(archive);

        Assert.Equal(first.Manifest.Digest, second.Manifest.Digest);
        Assert.Single(Compressed());
        Assert.Equal(["base"], await LayersAsync(second));
        Assert.Equal(2, Compressed().Length);

        string[] Compressed() => Directory.GetFiles(_folder.Path, "*.gz", SearchOption.AllDirectories);
    }

    [Fact]
    public async Task Its_folder_goes_with_it()
    {
        (await ReadAsync(await SavedArchive.OldAsync("base"))).Dispose();

        Assert.Empty(Directory.GetDirectories(_folder.Path, "saved-*"));
    }

    [Fact]
    public async Task Names_that_lead_elsewhere_lead_nowhere()
    {
        var archive = await SavedArchive.WriteAsync(
        [
            SavedArchive.File("../../escaped", Base),
            SavedArchive.File("config.json", SavedArchive.Configuration("base")),
            new UstarTarEntry(TarEntryType.SymbolicLink, "a/layer.tar") { LinkName = "/../../escaped" },
            SavedArchive.List("config.json", ["a/layer.tar"]),
        ]);

        using var image = await ReadAsync(archive);

        Assert.All(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain("escaped", file));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "..", "escaped")));
    }

    [Fact]
    public async Task Damaged_ones_are_refused_in_words_and_leave_nothing()
    {
        var loop = new UstarTarEntry(TarEntryType.SymbolicLink, "a") { LinkName = "a" };
        var config = SavedArchive.File("config.json", SavedArchive.Configuration("base"));
        var whole = await SavedArchive.OldAsync("base");
        foreach (var (archive, reason) in ((byte[], string)[])
            [
                ([], "'manifest.json' is missing"),
                (await SavedArchive.WriteAsync([SavedArchive.File("manifest.json", "[]"u8.ToArray())]), ""),
                (await SavedArchive.WriteAsync([SavedArchive.List("config.json", [])]), "'config.json' is missing"),
                (await SavedArchive.WriteAsync([config, SavedArchive.List("config.json", [])]), "its configuration names other layers"),
            ])
        {
            var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => ReadAsync(archive))).Diagnostics);
            Assert.Same(LayerDiagnostics.ImageUnusable, mistake.Descriptor);
            Assert.Contains(reason, mistake.Message);
        }

        var looped = await SavedArchive.WriteAsync([loop, SavedArchive.File("config.json", SavedArchive.Configuration("base")), SavedArchive.List("config.json", ["a"])]);
        await Assert.ThrowsAsync<DiagnosticException>(() => ReadAsync(looped));
        var other = await SavedArchive.WriteAsync([SavedArchive.File("l", "other"u8.ToArray()), SavedArchive.File("config.json", SavedArchive.Configuration("base")), SavedArchive.List("config.json", ["l"])]);
        await Assert.ThrowsAsync<DiagnosticException>(() => ReadAsync(other));
        await Assert.ThrowsAsync<DiagnosticException>(() => ReadAsync(whole[..700]));
        Assert.Empty(Directory.GetDirectories(_folder.Path, "saved-*"));
    }

    private Task<SavedImage> ReadAsync(byte[] archive) => SavedImage.ReadAsync(
        new MemoryStream(archive), "caliban/environment:1", _folder.Path, new LayerCatalog(Path.Combine(_folder.Path, "cache")), CancellationToken.None);

    private static ImageManifest Manifest(SavedImage image) => ImageManifest.Parse(image.Manifest);

    private static async Task<List<string>> LayersAsync(SavedImage image)
    {
        var texts = new List<string>();
        foreach (var layer in Manifest(image).Layers)
        {
            Assert.Equal(MediaTypes.DockerGzipLayer, layer.MediaType);
            var stored = await ReadAsync(image, layer);
            Assert.Equal((layer.Digest, layer.Size), (ContentDigest.Of(stored), stored.Length));
            using var text = new StreamReader(new System.IO.Compression.GZipStream(new MemoryStream(stored), System.IO.Compression.CompressionMode.Decompress), Encoding.UTF8);
            texts.Add(await text.ReadToEndAsync());
        }

        return texts;
    }

    private static async Task<byte[]> ReadAsync(SavedImage image, ContentDescriptor blob)
    {
        await using var content = await image.OpenBlobAsync(blob, CancellationToken.None);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task<byte[]> CompressAsync(byte[] content)
    {
        using var target = new MemoryStream();
        using var gzip = new GzipWriter(target);
        gzip.Write(content);
        await gzip.CompleteAsync(CancellationToken.None);
        return [.. target.ToArray(), .. GzipMember.Compress(new ArraySegment<byte>([]))];
    }
}
