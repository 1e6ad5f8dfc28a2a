using Caliban.Core.Images;

namespace Caliban.Core.Tests.Images.Environments;

/// <summary>Build arguments, secrets, options and the properties beside them.</summary>
public sealed class BuildItemTests : IDisposable
{
    private readonly EnvironmentProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public void The_last_argument_of_a_name_wins() => Assert.Equal(
        [new BuildArgument("A", "2"), new BuildArgument("B", "")],
        _project.Resolve(image => image with { BuildArguments = [Argument("A", "1"), Argument("B", ""), Argument("A", "2")] }).BuildArguments);

    [Theory]
    [InlineData("A-B", "1", "CAL1009", "a build argument is named like a variable")]
    [InlineData("A", "1\n2", "CAL1009", "more than one line")]
    [InlineData("GITHUB_TOKEN", "abc", "CAL3013", "by its name")]
    [InlineData("db_password", "abc", "CAL3013", "by its name")]
    [InlineData("PIP_INDEX_URL", "https://user:abc@example.com/simple", "CAL3013", "an address with a password")]
    public void Arguments_that_cannot_be_used(string name, string value, string code, string message)
    {
        var mistake = Assert.Single(_project.Mistakes(image => image with { BuildArguments = [Argument(name, value)] }));

        Assert.Contains($"{code}: BuildArgument '{name}'", mistake);
        Assert.Contains(message, mistake);
        Assert.DoesNotContain("abc", mistake);
    }

    [Theory]
    [InlineData("TOKENIZER_VERSION")]
    [InlineData("KEYBOARD")]
    [InlineData("PIP_INDEX_URL")]
    public void Names_that_only_look_a_little_like_a_secret_are_no_mistake(string name) =>
        Assert.Single(_project.Resolve(image => image with { BuildArguments = [Argument(name, "https://example.com/@x")] }).BuildArguments);

    [Fact]
    public void A_secret_comes_from_a_file_or_a_variable_and_by_default_from_the_one_of_its_name()
    {
        var secrets = _project.Resolve(image => image with
        {
            BuildSecrets =
            [
                Secret("TOKEN"),
                Secret("netrc", ("Source", "private/netrc"), ("Destination", "/root/.netrc")),
                Secret("other", ("Variable", "V"), ("Export", "E"), ("ExportPath", "P")),
            ],
        }).BuildSecrets;

        Assert.Equal(
            [
                new BuildSecret("TOKEN", null, "TOKEN", null, null) { DeclaredIn = "train.csproj" },
                new BuildSecret("netrc", Path.Combine(_project.Folder, "private/netrc"), null, "/root/.netrc", null) { DeclaredIn = "train.csproj" },
                new BuildSecret("other", null, "V", null, "E") { DeclaredIn = "train.csproj", ExportPath = "P" },
            ],
            secrets);
    }

    [Theory]
    [InlineData("a b", "", "", "a secret is named with letters")]
    [InlineData("a-b", "", "", "its own name is not one of a variable")]
    [InlineData("a", "Variable", "A B", "its Variable is not the name of one")]
    [InlineData("a", "Destination", "relative", "its Destination is an absolute path")]
    [InlineData("a", "Export", "A=B", "its Export is not the name of a variable")]
    public void Secrets_that_cannot_be_used(string id, string name, string value, string message) => Assert.Contains(
        message,
        Assert.Single(_project.Mistakes(image => image with { BuildSecrets = [name.Length == 0 ? Secret(id) : Secret(id, (name, value))] })));

    [Theory]
    [InlineData("-t x", "-t")]
    [InlineData("-tname", "-tname")]
    [InlineData("--tag=x", "--tag")]
    [InlineData("--memory 1g --file x", "--file")]
    [InlineData("--output type=local,dest=.", "--output")]
    [InlineData("--platform linux/arm64", "--platform")]
    [InlineData("-q", "-q")]
    public void Options_that_would_break_the_build_are_refused(string options, string named) => Assert.Contains(
        $"CAL3016: CalibanDockerBuildArgs contains '{named}'", Assert.Single(_project.Mistakes(image => image with { DockerBuildArgs = options })));

    [Fact]
    public void Other_options_are_split_as_a_shell_does() => Assert.Equal(
        ["--network", "host", "--add-host", "a b:1"],
        _project.Resolve(image => image with { DockerBuildArgs = "--network host --add-host 'a b:1'" }).BuildOptions);

    [Theory]
    [InlineData("CalibanPlatform", "windows/amd64")]
    [InlineData("CalibanEnvironmentImage", "Team/Image:x")]
    [InlineData("CalibanEnvironmentImage", "oci:")]
    public void Properties_outside_their_range(string property, string value) => Assert.Contains(
        $"CAL1005: {property} is '{value}'",
        Assert.Single(_project.Mistakes(image => property == "CalibanPlatform" ? image with { Platform = value } : image with { EnvironmentImage = value })));

    [Theory]
    [InlineData("registry.example.com:5000/team/environment:1")]
    [InlineData("oci:layout:tag")]
    [InlineData("oci:some folder")]
    public void With_a_finished_image_nothing_else_is_declared(string name)
    {
        _project.Write("requirements.txt", "numpy");

        var environment = _project.Resolve(image => image with { EnvironmentImage = name, AptPackages = [EnvironmentProject.Item("AptPackage", "git")] });

        Assert.Equal(name, environment.Image);
        Assert.Empty(environment.Sources);
        Assert.Empty(environment.AptPackages);
    }

    private static Core.Projects.DeclaredItem Argument(string name, string value) => EnvironmentProject.Item("BuildArgument", name, "", ("Value", value));

    private static Core.Projects.DeclaredItem Secret(string id, params (string, string)[] metadata) => EnvironmentProject.Item("BuildSecret", id, "", metadata);
}
