using Caliban.Core.Docker;

namespace Caliban.Core.Tests.Docker;

/// <summary>What the client asks, against a command that shows its arguments.</summary>
public sealed class DockerClientTests
{
    [UnixFact]
    public async Task An_image_the_engine_has_is_known_by_its_id()
    {
        using var docker = new FakeDocker("test \"$*\" = 'image inspect --format {{.Id}} a:b' && echo sha256:1");

        Assert.Equal("sha256:1", await Client(docker).ImageIdAsync("a:b", CancellationToken.None));
        Assert.Null(await Client(docker).ImageIdAsync("a:c", CancellationToken.None));
    }

    [UnixFact]
    public async Task A_signal_says_whether_there_was_a_container()
    {
        using var docker = new FakeDocker("test \"$*\" = 'kill --signal INT one'");

        Assert.True(await Client(docker).SignalAsync("one", "INT", CancellationToken.None));
        Assert.False(await Client(docker).SignalAsync("two", "INT", CancellationToken.None));
    }

    [UnixFact]
    public async Task Containers_are_found_by_label()
    {
        using var docker = new FakeDocker("test \"$*\" = 'ps --all --quiet --no-trunc --filter label=a=b' && printf 'c1\\nc2\\n'");

        Assert.Equal(["c1", "c2"], await Client(docker).ContainersAsync("a=b", CancellationToken.None));
        Assert.Empty(await Client(docker).ContainersAsync("a=c", CancellationToken.None));
    }

    private static DockerClient Client(FakeDocker docker) => DockerClient.Find(docker.SearchPath)!;
}
