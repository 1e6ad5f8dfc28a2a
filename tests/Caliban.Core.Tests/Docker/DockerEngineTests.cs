using Caliban.Core.Docker;
using Caliban.Testing;

namespace Caliban.Core.Tests.Docker;

public sealed class DockerEngineTests
{
    [UnixFact]
    public async Task An_engine_that_answers_tells_both_versions()
    {
        using var docker = FakeDocker.Answering();

        var (engine, reason) = await DockerEngine.ProbeAsync(docker.SearchPath, DockerEngine.ProbeTime, CancellationToken.None);

        Assert.Equal("", reason);
        Assert.Equal(
            new DockerEngine(new DockerClient(Path.Combine(docker.SearchPath, "docker")), new Version(20, 10, 24), new Version(28, 2, 2)), engine);
    }

    [UnixFact]
    public async Task Without_an_engine_the_reason_is_in_the_words_of_the_command()
    {
        using var docker = FakeDocker.Refusing();

        Assert.Equal(
            (null, "docker says \"Cannot connect to the Docker daemon. Is it running?\""),
            await DockerEngine.ProbeAsync(docker.SearchPath, DockerEngine.ProbeTime, CancellationToken.None));
    }

    [UnixTheory]
    [InlineData("echo '28.2.2 '", "docker says \"28.2.2\"")]
    [InlineData("true", "docker says \"exit code 0\"")]
    [InlineData("exit 3", "docker says \"exit code 3\"")]
    public async Task An_answer_without_a_server_is_no_engine(string script, string expected)
    {
        using var docker = new FakeDocker(script);

        Assert.Equal((null, expected), await DockerEngine.ProbeAsync(docker.SearchPath, DockerEngine.ProbeTime, CancellationToken.None));
    }

    [Fact]
    public async Task Without_the_command_the_reason_says_so()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal((null, "there is no docker command on the PATH"), await DockerEngine.ProbeAsync(folder.Path, DockerEngine.ProbeTime, CancellationToken.None));
    }

    [UnixFact]
    public async Task A_command_that_cannot_be_started_is_no_engine()
    {
        using var docker = new FakeDocker("");
        var program = Path.Combine(docker.SearchPath, "docker");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(program, "#!/nowhere/interpreter\n");

        var (engine, reason) = await DockerEngine.ProbeAsync(docker.SearchPath, DockerEngine.ProbeTime, CancellationToken.None);

        Assert.Null(engine);
        Assert.Contains("docker", reason);
    }

    [Theory]
    [InlineData("20.10.24+dfsg1", "20.10.24")]
    [InlineData("28.2.2", "28.2.2")]
    [InlineData("24.0.7-rd", "24.0.7")]
    [InlineData("29", "0.0")]
    [InlineData("dev", "0.0")]
    [InlineData("", "0.0")]
    public void A_version_is_its_leading_numbers(string text, string version) =>
        Assert.Equal(Version.Parse(version), DockerEngine.ParseVersion(text));

    [UnixTheory]
    [InlineData("20.10.24", "28.2.2", null, false, true, "DOCKER_BUILDKIT=1")]
    [InlineData("20.10.24", "28.2.2", "", false, true, "DOCKER_BUILDKIT=1")]
    [InlineData("20.10.24", "28.2.2", "0", false, false, "")]
    [InlineData("20.10.24", "28.2.2", "1", false, true, "")]
    [InlineData("20.10.24", "18.6.0", null, false, false, "")]
    [InlineData("23.0.0", "28.2.2", null, true, true, "")]
    [InlineData("23.0.0", "28.2.2", null, false, false, "")]
    [InlineData("23.0.0", "28.2.2", "0", true, false, "")]
    public async Task Old_clients_have_BuildKit_inside_and_newer_ones_in_a_plugin(
        string client, string server, string? chosen, bool hasPlugin, bool isBuildKit, string variables)
    {
        using var docker = new FakeDocker($"[ \"$*\" = 'buildx version' ] && {(hasPlugin ? "exit 0" : "exit 1")}");
        var engine = new DockerEngine(DockerClient.Find(docker.SearchPath)!, Version.Parse(client), Version.Parse(server));

        var builder = await DockerBuilder.FindAsync(engine, chosen, CancellationToken.None);

        Assert.Equal(isBuildKit, builder.IsBuildKit);
        Assert.Equal(variables, string.Join(',', DockerBuilder.Variables(engine, chosen).Select(pair => $"{pair.Key}={pair.Value}")));
    }
}
