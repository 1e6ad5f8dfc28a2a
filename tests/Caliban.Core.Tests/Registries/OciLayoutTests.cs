using Caliban.Core.Registries;
using Caliban.Core.Registries.Layouts;
using Caliban.Core.Registries.Platforms;
using Caliban.Testing;

namespace Caliban.Core.Tests.Registries;

/// <summary>Images in folders.</summary>
public sealed class OciLayoutTests : IDisposable
{
    private static readonly byte[] Config = "{}"u8.ToArray();
    private static readonly byte[] Layer = Blobs.Of(1000);
    private static readonly RegistryManifest Image = Blobs.Manifest(Config, Layer);

    private readonly TemporaryFolder _folder = new();

    public OciLayoutTests()
    {
        _folder.Write("oci-layout", """{"imageLayoutVersion":"1.0.0"}""");
        Add(Config);
        Add(Layer);
        Add(Image.Content.ToArray());
    }

    private OciLayout Layout => new(_folder.Path);

    [Theory]
    [InlineData("""{"org.opencontainers.image.ref.name":"v1"}""", "v1", true)]
    [InlineData("""{"org.opencontainers.image.ref.name":"host.x/team/image:v1"}""", "v1", true)]
    [InlineData("""{"org.opencontainers.image.ref.name":"host.x/team/image:v1"}""", "host.x/team/image:v1", true)]
    [InlineData("""{"io.containerd.image.name":"docker.io/team/image:v1","org.opencontainers.image.ref.name":"v1"}""", "docker.io/team/image:v1", true)]
    [InlineData("""{"org.opencontainers.image.ref.name":"v1"}""", "", true)]
    [InlineData("""{"org.opencontainers.image.ref.name":"v1"}""", "v2", false)]
    [InlineData("""{"org.opencontainers.image.ref.name":"av1"}""", "v1", false)]
    [InlineData("null", "v2", true)]
    public async Task An_image_is_found_by_the_name_its_writer_noted(string annotations, string reference, bool isFound)
    {
        Index(Entry(Image, annotations));

        Assert.Equal(isFound ? Image.Digest : null, (await Layout.FindManifestAsync(reference, CancellationToken.None))?.Digest);
    }

    [Fact]
    public async Task Of_several_images_without_names_none_is_chosen()
    {
        Index(Entry(Image, "null"), Entry(Image, "null"));

        Assert.Null(await Layout.FindManifestAsync("", CancellationToken.None));
        Assert.Null(await Layout.FindManifestAsync("v1", CancellationToken.None));
    }

    [Fact]
    public async Task An_image_is_found_by_its_digest_and_its_parts_are_read()
    {
        Index();

        var found = (await Layout.FindManifestAsync(Image.Digest, CancellationToken.None))!;

        Assert.Equal((Image.MediaType, Image.Digest), (found.MediaType, found.Digest));
        Assert.Equal(Layer, await Blobs.ReadAsync(await Layout.OpenBlobAsync(Blobs.Describe(Layer), CancellationToken.None)));
        Assert.Null(await Layout.FindManifestAsync(ContentDigest.Of([9]), CancellationToken.None));
    }

    [Fact]
    public async Task A_list_within_the_list_is_followed_to_the_platform()
    {
        var inner = Blobs.Manifest(MediaTypes.OciIndex, $$"""{"schemaVersion":2,"manifests":[{{Entry(Image, "null", """{"os":"linux","architecture":"amd64"}""")}}]}""");
        Add(inner.Content.ToArray());
        Index(Entry(inner, """{"org.opencontainers.image.ref.name":"v1"}"""));

        var found = await Layout.FindManifestAsync("v1", new ImagePlatform("linux", "amd64"), "x", CancellationToken.None);

        Assert.Equal(Image.Digest, found!.Digest);
    }

    [Fact]
    public async Task Damaged_content_is_found_out()
    {
        Index(Entry(Image, "null"));
        _folder.Write(BlobPath(Image.Digest), "{}");
        _folder.Write(BlobPath(ContentDigest.Of(Layer)), "x");

        Assert.Equal("CAL3060", (await Trial.FailsAsync(() => Layout.FindManifestAsync("", CancellationToken.None))).Descriptor.Code);
        Assert.Equal("CAL3060", (await Trial.FailsAsync(async () =>
            await Blobs.ReadAsync(await Layout.OpenBlobAsync(Blobs.Describe(Layer), CancellationToken.None)))).Descriptor.Code);
    }

    [Fact]
    public async Task What_is_no_layout_is_told_with_what_it_lacks()
    {
        async Task Lacks(string words)
        {
            var diagnostic = await Trial.FailsAsync(() => Layout.FindManifestAsync("v1", CancellationToken.None));
            Assert.Equal("CAL3066", diagnostic.Descriptor.Code);
            Assert.Contains(words, diagnostic.Message);
        }

        await Lacks("no file 'index.json'");
        _folder.Write("index.json", "{");
        await Lacks("'index.json' is not a list of manifests");
        Index(Entry(Blobs.Manifest([7]), "null"));
        await Lacks("it has no file 'blobs");
        File.Delete(Path.Combine(_folder.Path, "oci-layout"));
        await Lacks("no file 'oci-layout'");
        _folder.Dispose();
        await Lacks("there is no such folder");
    }

    [ProgramFact("skopeo")]
    public async Task What_another_tool_wrote_is_read()
    {
        Index(Entry(Image, """{"org.opencontainers.image.ref.name":"v1"}"""));
        var target = Path.Combine(_folder.Path, "copy");
        var copied = await new Command("skopeo", "copy", $"oci:{_folder.Path}:v1", $"oci:{target}:v2").RunAsync();

        Assert.True(copied.ExitCode == 0, copied.ToString());
        Assert.NotNull(await new OciLayout(target).FindManifestAsync("v2", CancellationToken.None));
        Assert.Equal(Config, await Blobs.ReadAsync(await new OciLayout(target).OpenBlobAsync(Blobs.Describe(Config), CancellationToken.None)));
    }

    public void Dispose() => _folder.Dispose();

    private static string BlobPath(string digest) => $"blobs/sha256/{digest["sha256:".Length..]}";

    private static string Entry(RegistryManifest manifest, string annotations, string platform = "null") =>
        $$"""{"mediaType":"{{manifest.MediaType}}","digest":"{{manifest.Digest}}","size":{{manifest.Content.Length}},"annotations":{{annotations}},"platform":{{platform}}}""";

    private void Index(params string[] entries) => _folder.Write("index.json", $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}""");

    private void Add(byte[] content)
    {
        var path = _folder.Write(BlobPath(ContentDigest.Of(content)), "");
        File.WriteAllBytes(path, content);
    }
}
