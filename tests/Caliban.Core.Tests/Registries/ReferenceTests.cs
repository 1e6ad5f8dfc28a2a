using Caliban.Core.Diagnostics;
using Caliban.Core.Registries;
using Caliban.Core.Registries.References;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Registries;

/// <summary>Names of images, read as Docker reads them.</summary>
public sealed class ReferenceTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("python", "docker.io/library/python")]
    [InlineData("team/image", "docker.io/team/image")]
    [InlineData("docker.io/python", "docker.io/library/python")]
    [InlineData("index.docker.io/team/image", "docker.io/team/image")]
    [InlineData("registry-1.docker.io/python", "docker.io/library/python")]
    [InlineData("localhost/image", "localhost/image")]
    [InlineData("localhost:5000/image", "localhost:5000/image")]
    [InlineData("127.0.0.1:5000/a/b/c", "127.0.0.1:5000/a/b/c")]
    [InlineData("[::1]:5000/image", "[::1]:5000/image")]
    [InlineData("Registry.Example.com/image", "registry.example.com/image")]
    [InlineData("europe-west4-docker.pkg.dev/example.com/p/r/i", "europe-west4-docker.pkg.dev/example.com/p/r/i")]
    [InlineData("host.x/a__b/c.d/e--f", "host.x/a__b/c.d/e--f")]
    public void A_name_leads_to_its_registry(string text, string repository) =>
        Assert.Equal(repository, RepositoryName.Parse(text).ToString());

    [Theory]
    [InlineData("python:3.12-slim", "docker.io/library/python", "3.12-slim", null, "3.12-slim")]
    [InlineData("localhost:5000/image", "localhost:5000/image", null, null, "latest")]
    [InlineData("localhost:5000/image:v1", "localhost:5000/image", "v1", null, "v1")]
    [InlineData("a/b@" + Digest, "docker.io/a/b", null, Digest, Digest)]
    [InlineData("a/b:v1@" + Digest, "docker.io/a/b", "v1", Digest, Digest)]
    public void A_digest_decides_then_a_tag_then_latest(string text, string repository, string? tag, string? digest, string reference)
    {
        var parsed = ImageReference.Parse(text);

        Assert.Equal((repository, tag, digest, reference), (parsed.Repository.ToString(), parsed.Tag, parsed.Digest, parsed.Reference));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":v1")]
    [InlineData("Python")]
    [InlineData("a//b")]
    [InlineData("a/b/")]
    [InlineData("/a")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("-a")]
    [InlineData("a:")]
    [InlineData("a:.v1")]
    [InlineData("a b")]
    [InlineData("https://host.x/a")]
    [InlineData("host_.x/a")]
    [InlineData("user@host.x/a")]
    [InlineData("a@sha256:0123")]
    [InlineData("a@sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("host.x:port/a")]
    [InlineData("a\n")]
    public void What_no_registry_takes_is_refused(string text)
    {
        var exception = Assert.Throws<DiagnosticException>(() => ImageReference.Parse(text, new SourceLocation("a.csproj", 3)));

        var diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal(("CAL3050", 3), (diagnostic.Descriptor.Code, diagnostic.Location.Line));
    }

    [Fact]
    public void A_name_of_more_than_255_characters_is_refused() =>
        Assert.Throws<DiagnosticException>(() => RepositoryName.Parse($"host.x/{new string('a', 250)}"));

    [Theory]
    [InlineData("host.x/a:v1")]
    [InlineData("host.x/a@" + Digest)]
    public void A_repository_has_no_tag_and_no_digest(string text) => Assert.Throws<DiagnosticException>(() => RepositoryName.Parse(text));

    [Fact]
    public void What_is_read_is_written_the_same_and_read_again()
    {
        var part = Gen.Elements("a", "b1", "c.d", "e_f", "g__h", "i--j");
        var names =
            from host in Gen.Elements("docker.io", "gcr.io", "127.0.0.1:5000", "[::1]:80", "localhost")
            from parts in part.NonEmptyListOf()
            from tag in Gen.Elements(null, "v1", "_x", "3.12-slim")
            from digest in Gen.Elements(null, Digest)
            where parts.Count is > 1 and < 20
            select new ImageReference(new RepositoryName(host, string.Join('/', parts)), tag, digest);

        Prop.ForAll(names.ToArbitrary(), name => ImageReference.Parse(name.ToString()) == name).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_the_text_there_is_a_name_or_a_diagnostic() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(), text =>
        {
            try
            {
                return ImageReference.Parse(ImageReference.Parse(text.Get).ToString()).Repository.Path.Length > 0;
            }
            catch (DiagnosticException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();
}
