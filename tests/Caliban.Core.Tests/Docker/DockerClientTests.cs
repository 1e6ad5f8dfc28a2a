using Caliban.Core.Docker;

namespace Caliban.Core.Tests.Docker;

/// <summary>What the client asks, against a command that shows its arguments.</summary>
public sealed class DockerClientTests
{
    [UnixFact]
    public async Task Images_are_asked_for_in_one_question_and_unknown_ones_are_left_out()
    {
        using var docker = new FakeDocker("""
            [ "$5 $6" = 'a:b c:d' ] || exit 2
            echo '{"Id":"sha256:1","RepoTags":["a:b"],"RepoDigests":null,"Config":{"Labels":{"x":"y"}},"RootFS":{"Layers":["sha256:2"]}}'
            echo 'No such image: c:d' >&2
            exit 1
            """);

        var image = Assert.Single(await Client(docker).ImagesAsync(["a:b", "c:d"], CancellationToken.None));

        Assert.Equal(("sha256:1", true, false, "y"), (image.Id, image.HasName("a:b"), image.HasName("c:d"), image.Labels["x"]));
        Assert.Empty(image.RepoDigests);
        Assert.Equal(["sha256:2"], image.Layers);
        Assert.False(image.IsUnpacked);
    }

    [UnixFact]
    public async Task An_image_the_engine_does_not_have_is_null()
    {
        using var docker = new FakeDocker("exit 1");

        Assert.Null(await Client(docker).FindImageAsync("a:c", CancellationToken.None));
    }

    [UnixFact]
    public async Task A_signal_says_whether_there_was_a_container()
    {
        using var docker = new FakeDocker("test \"$*\" = 'kill --signal INT one'");

        Assert.True(await Client(docker).SignalAsync("one", "INT", CancellationToken.None));
        Assert.False(await Client(docker).SignalAsync("two", "INT", CancellationToken.None));
    }

    private static DockerClient Client(FakeDocker docker) => DockerClient.Find(docker.SearchPath)!;
}
