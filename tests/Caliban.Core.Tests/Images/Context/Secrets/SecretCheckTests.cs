using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Images.Identity;
using Caliban.Core.Projects;
using Caliban.Testing;
using static Caliban.Core.Tests.Images.Context.Secrets.SecretSamples;

namespace Caliban.Core.Tests.Images.Context.Secrets;

public sealed class SecretCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SecretCheckTests()
    {
        _folder.Write("trainer/train.py", "print(1)");
        _folder.Write("data[1]/set.csv", "1");
        _folder.Write("mnist.csproj", """
            <Project>
              <PropertyGroup>
                <CalibanModule>trainer.train</CalibanModule>
              </PropertyGroup>
              <ItemGroup>
                <ExtraDirectory Include="data[1]" />
              </ItemGroup>
            </Project>
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_file_that_looks_like_a_secret_is_told_with_what_brings_it_and_never_its_value()
    {
        var password = Text(20);
        _folder.Write("data[1]/keys/key.json", ServiceAccount());
        _folder.Write("trainer/.env", $"A=1\nDB_PASSWORD={password}");
        _folder.Write("requirements.txt", $"-i https://me:{password}@pypi.corp.com/simple");

        var mistakes = Refused();

        Assert.All(mistakes, mistake => Assert.Same(ContextDiagnostics.SecretFound, mistake.Descriptor));
        Assert.All(mistakes, mistake => Assert.DoesNotContain(password, mistake.Message, StringComparison.Ordinal));
        Assert.Equal(
            [
                "'data[1]/keys/key.json' looks like the key of a Google service account (line 2) and would be in the image for everyone who gets it; ExtraDirectory 'data[1]' brings it. Move it away or name it in .dockerignore; if it may be there, allow it with the metadata AllowedSecrets=\"keys/key.json\" of that item.",
                "'requirements.txt' holds what looks like a password (line 1) and would be in the image for everyone who gets it; the environment brings it. Move it away or name it in .dockerignore; if it may be there, allow it with the property CalibanAllowedSecrets=requirements.txt.",
                "'trainer/.env' sets a variable to what looks like a secret (line 2) and would be in the image for everyone who gets it; CalibanModule 'trainer.train' brings it. Move it away or name it in .dockerignore; if it may be there, allow it with the property CalibanAllowedSecrets=trainer/.env.",
            ],
            mistakes.Select(mistake => mistake.Message));
        Assert.Equal(
            [new SourceLocation(At("mnist.csproj"), 6, 6), new SourceLocation(At("requirements.txt"), 1), new SourceLocation(At("trainer/.env"), 2)],
            mistakes.Select(mistake => mistake.Location));
    }

    [Fact]
    public void It_is_told_again_by_the_next_build_and_by_a_preview()
    {
        File.SetLastWriteTimeUtc(_folder.Write("trainer/key.pem", PrivateKey()), DateTime.UnixEpoch);

        Assert.Equal(Refused(), Refused());
        Assert.Throws<DiagnosticException>(
            () => ImageSpecification.Preview(Declare(), "mnist", _folder.Path, At("obj/caliban"), CancellationToken.None));
    }

    [Theory]
    [InlineData("*.json", "")]
    [InlineData("/key.json", "")]
    [InlineData("other; **", "")]
    [InlineData(".", "")]
    [InlineData("", @"data\[1\]/key.json")]
    [InlineData("", "**/*.json")]
    [InlineData("!key.json", "*/key.json")]
    public void An_allowed_file_goes_into_the_image(string metadata, string property)
    {
        _folder.Write("data[1]/key.json", ServiceAccount());

        Assert.Contains(Read(Declare(metadata, property)).CodeFiles, file => file.Entry.Path == "data[1]/key.json");
    }

    [Theory]
    [InlineData("data[[]1]/key.json", "")]
    [InlineData("*.json;!key.json", "")]
    [InlineData("", "key.json")]
    [InlineData("../**", "")]
    public void A_pattern_for_other_files_allows_nothing(string metadata, string property)
    {
        _folder.Write("data[1]/key.json", ServiceAccount());
        _folder.Write("trainer/key.json", ServiceAccount());

        Assert.Contains(Refused(Declare(metadata, property)), mistake => mistake.Message.Contains("'trainer/key.json'", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_left_out_is_nobodys_business()
    {
        _folder.Write("trainer/key.pem", PrivateKey());
        _folder.Write(".dockerignore", "**/*.pem");

        Assert.DoesNotContain(Read(Declare()).CodeFiles, file => file.Entry.Path == "trainer/key.pem");
    }

    [Fact]
    public void Wrong_patterns_are_told_at_the_property_and_the_item()
    {
        var mistakes = Assert.Throws<DiagnosticException>(() => Declare("a[", "b;[z-a]")).Diagnostics;

        Assert.All(mistakes, mistake => Assert.Same(ContextDiagnostics.IgnorePatternInvalid, mistake.Descriptor));
        Assert.StartsWith("'a[' in AllowedSecrets of ExtraDirectory 'data[1]' is not a pattern: ", mistakes[0].Message, StringComparison.Ordinal);
        Assert.Equal(new SourceLocation(At("mnist.csproj"), 6, 6), mistakes[0].Location);
        Assert.StartsWith("'[z-a]' in CalibanAllowedSecrets is not a pattern: ", mistakes[1].Message, StringComparison.Ordinal);
        Assert.Equal(At("mnist.csproj"), mistakes[1].Location.File);
    }

    [Fact]
    public void A_preview_writes_nothing()
    {
        File.SetLastWriteTimeUtc(At("trainer/train.py"), DateTime.UnixEpoch);
        ImageSpecification.Preview(Declare(), "mnist", _folder.Path, At("obj/caliban"), CancellationToken.None);
        Assert.False(Directory.Exists(At("obj")));

        Read(Declare());
        Assert.True(File.Exists(At("obj/caliban/hashes")));
    }

    private string At(string path) => Path.Combine(_folder.Path, path);

    private ImageDeclaration Declare(string metadata = "", string property = "") => new DeclaredImage
    {
        ProjectFile = At("mnist.csproj"),
        ProjectFolder = _folder.Path,
        Module = "trainer.train",
        AllowedSecrets = property,
        ExtraDirectories =
        [
            new DeclaredItem("ExtraDirectory", "data[1]", At("mnist.csproj")) { Metadata = new Dictionary<string, string> { ["AllowedSecrets"] = metadata } },
        ],
    }.Resolve(new ProjectProperties(At("mnist.csproj")));

    private ImageSpecification Read(ImageDeclaration declaration) =>
        ImageSpecification.Read(declaration, "mnist", _folder.Path, At("obj/caliban"), CancellationToken.None);

    private IReadOnlyList<Diagnostic> Refused(ImageDeclaration? declaration = null) =>
        Assert.Throws<DiagnosticException>(() => Read(declaration ?? Declare())).Diagnostics;
}
