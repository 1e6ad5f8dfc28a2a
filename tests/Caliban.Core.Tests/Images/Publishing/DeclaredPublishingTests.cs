using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Images.Publishing;

public sealed class DeclaredPublishingTests
{
    private readonly ProjectProperties _properties = new("/nowhere/p.csproj");

    [Fact]
    public void Tags_are_separated_by_semicolons_or_commas_and_given_once() =>
        Assert.Equal(["latest", "v1.0", "A_b"], new DeclaredPublishing { Tags = " latest;v1.0, latest ;;A_b" }.ReadTags(_properties));

    [Theory]
    [InlineData("-x")]
    [InlineData(".x")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    public void A_tag_that_no_registry_takes_is_a_mistake(string tag)
    {
        new DeclaredPublishing { Tags = $"fine;{tag}" }.ReadTags(_properties);

        Assert.Contains($"CalibanImageTags is '{tag}'", Assert.Single(_properties.Mistakes).Message);
    }

    [Fact]
    public void The_name_of_the_project_completes_a_repository() => Assert.Equal(
        "europe-west4-docker.pkg.dev/my-project/experiments/my-model",
        new DeclaredPublishing { Repository = "experiments", ProjectId = "my-project", Region = "europe-west4" }.ReadTarget("My Model", _properties).ToString());

    [Fact]
    public void Without_any_there_is_nowhere_to_look_and_pushing_is_a_mistake()
    {
        Assert.Null(new DeclaredPublishing().FindTarget("p", _properties));
        var exception = Assert.Throws<DiagnosticException>(() => new DeclaredPublishing().ReadTarget("p", _properties));
        Assert.Same(RegistryDiagnostics.NoPushTarget, Assert.Single(exception.Diagnostics).Descriptor);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(999_949, "999.9 kB")]
    [InlineData(999_960, "1.0 MB")]
    [InlineData(147_525_006, "147.5 MB")]
    [InlineData(5_200_000_000_000, "5200.0 GB")]
    public void Sizes_are_for_people(long bytes, string text) => Assert.Equal(text, ByteSize.Format(bytes));
}
