using Caliban.Core.Diagnostics;
using Caliban.Core.Registries.References;

namespace Caliban.Core.Tests.Registries;

/// <summary>Where a declaration means the image to go.</summary>
public sealed class PushTargetTests
{
    [Theory]
    [InlineData("registry.example.com/team/mnist", "", "", "registry.example.com/team/mnist")]
    [InlineData("registry.example.com/team/mnist/", "p", "r", "registry.example.com/team/mnist")]
    [InlineData("127.0.0.1:5000/mnist", "", "", "127.0.0.1:5000/mnist")]
    [InlineData("localhost:5000", "", "", "localhost:5000/trial")]
    [InlineData("docker.io/someone", "", "", "docker.io/someone/trial")]
    [InlineData("docker.io/someone/mnist", "", "", "docker.io/someone/mnist")]
    [InlineData("gcr.io", "my-project", "", "gcr.io/my-project/trial")]
    [InlineData("eu.gcr.io", "example.com:p", "", "eu.gcr.io/example.com/p/trial")]
    [InlineData("us.gcr.io/other", "my-project", "", "us.gcr.io/other/trial")]
    [InlineData("gcr.io/example.com/p", "", "", "gcr.io/example.com/p/trial")]
    [InlineData("gcr.io/other/mnist", "my-project", "", "gcr.io/other/mnist")]
    [InlineData("us-docker.pkg.dev", "my-project", "", "us-docker.pkg.dev/my-project/caliban/trial")]
    [InlineData("us-docker.pkg.dev/other", "my-project", "", "us-docker.pkg.dev/other/caliban/trial")]
    [InlineData("europe-west4-docker.pkg.dev/p/experiments", "", "", "europe-west4-docker.pkg.dev/p/experiments/trial")]
    [InlineData("europe-west4-docker.pkg.dev/example.com/p/experiments", "", "", "europe-west4-docker.pkg.dev/example.com/p/experiments/trial")]
    [InlineData("europe-west4-docker.pkg.dev/p/experiments/mnist", "", "", "europe-west4-docker.pkg.dev/p/experiments/mnist")]
    [InlineData("europe-west4-docker.pkg.dev/p/experiments/a/b", "", "", "europe-west4-docker.pkg.dev/p/experiments/a/b")]
    [InlineData("docker.europe-west4.rep.pkg.dev/p/experiments", "", "", "docker.europe-west4.rep.pkg.dev/p/experiments/trial")]
    [InlineData("experiments", "my-project", "europe-west4", "europe-west4-docker.pkg.dev/my-project/experiments/trial")]
    [InlineData("experiments", "my-project", "", "us-docker.pkg.dev/my-project/experiments/trial")]
    [InlineData("", "my-project", "", "us-docker.pkg.dev/my-project/caliban/trial")]
    [InlineData(" ", "example.com:p", "us-central1", "us-central1-docker.pkg.dev/example.com/p/caliban/trial")]
    public void A_declaration_is_completed_for_its_registry(string repository, string project, string region, string target) =>
        Assert.Equal(target, new PushTarget(repository, project, region, "trial").Resolve(SourceLocation.None).ToString());

    [Theory]
    [InlineData("", "", "CAL3051", "CalibanRepository and CalibanProjectId are empty")]
    [InlineData("experiments", "", "CAL3051", "'experiments' names no registry")]
    [InlineData("team/experiments", "p", "CAL3051", "for Docker Hub it is 'docker.io/team/experiments'")]
    [InlineData("gcr.io", "", "CAL3051", "'gcr.io' needs the id of a project")]
    [InlineData("us-docker.pkg.dev", "", "CAL3051", "'us-docker.pkg.dev' needs the id of a project")]
    [InlineData("registry.example.com/team/mnist:v1", "", "CAL3050", "a repository has no tag")]
    [InlineData("https://registry.example.com/team", "", "CAL3050", "'https:' is not a host")]
    [InlineData("registry.example.com/Team", "", "CAL3050", "lower-case")]
    [InlineData("Experiments", "p", "CAL3050", "lower-case")]
    public void What_leads_nowhere_is_told_at_its_place(string repository, string project, string code, string words)
    {
        var location = new SourceLocation("trial.csproj", 7, 5);

        var exception = Assert.Throws<DiagnosticException>(() => new PushTarget(repository, project, "", "trial").Resolve(location));

        var diagnostic = Assert.Single(exception.Diagnostics);
        Assert.Equal((code, location), (diagnostic.Descriptor.Code, diagnostic.Location));
        Assert.Contains(words, diagnostic.Message);
    }
}
