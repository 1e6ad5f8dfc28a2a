using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;

namespace Caliban.Core.Tests.Docker;

/// <summary>Reading images out of an engine, against a command that is a script.</summary>
public sealed class DockerSaveTests
{
    [UnixFact]
    public async Task What_the_engine_writes_is_read_to_its_end_however_much_it_is()
    {
        using var docker = new FakeDocker("[ \"$*\" = 'image save a:b' ] && /usr/bin/head -c 20000000 /dev/zero");
        var length = 0L;

        await Client(docker).ReadAsync(
            "a:b",
            async (stream, cancellation) =>
            {
                var buffer = new byte[100_000];
                while (await stream.ReadAsync(buffer, cancellation) is > 0 and var count)
                {
                    length += count;
                }
            },
            CancellationToken.None);

        Assert.Equal(20_000_000, length);
    }

    [UnixFact]
    public async Task A_reader_that_has_enough_does_not_hold_the_engine_up()
    {
        using var docker = new FakeDocker("/usr/bin/head -c 20000000 /dev/zero");

        await Client(docker).ReadAsync("a:b", (stream, cancellation) => stream.ReadExactlyAsync(new byte[10], cancellation).AsTask(), CancellationToken.None);
    }

    [UnixFact]
    public async Task An_engine_that_fails_says_why_whatever_the_reader_makes_of_it()
    {
        using var docker = new FakeDocker("echo half; echo 'No such image: a:b.' >&2; exit 1");

        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(() => Client(docker).ReadAsync(
            "a:b",
            async (stream, cancellation) =>
            {
                await stream.CopyToAsync(Stream.Null, cancellation);
                throw new InvalidDataException("half an archive");
            },
            CancellationToken.None))).Diagnostics);

        Assert.Same(LayerDiagnostics.SaveFailed, mistake.Descriptor);
        Assert.StartsWith("docker save of 'a:b' failed: No such image: a:b.", mistake.Message);
    }

    [UnixFact]
    public async Task A_reader_that_fails_ends_the_engine()
    {
        using var docker = new FakeDocker("echo x; exec /bin/sleep 1000");

        await Assert.ThrowsAsync<InvalidDataException>(() => Client(docker).ReadAsync(
            "a:b",
            async (stream, cancellation) =>
            {
                await stream.ReadExactlyAsync(new byte[1], cancellation);
                throw new InvalidDataException();
            },
            CancellationToken.None));
    }

    [UnixFact]
    public async Task A_cancellation_ends_both()
    {
        using var docker = new FakeDocker("echo x; exec /bin/sleep 1000");
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(docker).ReadAsync(
            "a:b",
            async (stream, token) =>
            {
                await stream.ReadExactlyAsync(new byte[2], token);
                await cancellation.CancelAsync();
                await stream.ReadExactlyAsync(new byte[1], token);
            },
            cancellation.Token));
    }

    private static DockerClient Client(FakeDocker docker) => DockerClient.Find(docker.SearchPath)!;
}
