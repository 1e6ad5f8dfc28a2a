using System.Globalization;
using System.Text;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Whatever a job writes is in its log byte for byte, and the output of the build stays readable.</summary>
public sealed class BytesTests
{
    private const int LongLine = 10 * 1024 * 1024;

    private const string Script = """
        import sys
        out = sys.stdout.buffer
        out.write(b"before\n" + bytes(range(256)) + b"\xff\xfe\xc3(\n")
        out.write(b"\x1b[31mred\x1b[0m \x1b]0;a title\x07and \x1b[2Jcleared\n")
        out.write(b"x" * (10 * 1024 * 1024) + b"\n")
        for step in range(1000):
            out.write(b"step %d of 1000\r" % step)
        out.write(b"\rdone\r\n")
        out.write(b"no line end")
        """;

    [DockerFact]
    public Task Any_bytes_survive_in_a_container() => AssertSurviveAsync(consumer => consumer.Sweep("docker"));

    [Fact]
    public Task Any_bytes_survive_in_a_process() => AssertSurviveAsync(consumer => consumer.Sweep("process"));

    [Fact]
    public Task Any_bytes_survive_with_dotnet_run() => AssertSurviveAsync(consumer => consumer.Run("process"));

    private static async Task AssertSurviveAsync(Func<Consumer, Command> command)
    {
        await using var consumer = await Consumer.CreateAsync(Script);
        var sweep = await command(consumer).RunAsync();

        sweep.ShouldSucceed().ShouldBePlain().ShouldSay("before", "red and cleared", "10,485,760 bytes, whole in the log", "done", "no line end");
        Assert.True(sweep.All().Length < 100_000, $"The output has {sweep.All().Length} characters");
        var log = await File.ReadAllBytesAsync(Assert.Single(consumer.Logs()));
        Assert.True(log.AsSpan().SequenceEqual(Expected()), "The log differs from what was written");
    }

    private static byte[] Expected()
    {
        var bytes = new List<byte>(LongLine + 100_000);
        Add("before\n");
        bytes.AddRange(Enumerable.Range(0, 256).Select(value => (byte)value));
        bytes.AddRange([0xff, 0xfe, 0xc3, (byte)'(', (byte)'\n']);
        Add("\u001b[31mred\u001b[0m \u001b]0;a title\u0007and \u001b[2Jcleared\n");
        Add(new string('x', LongLine) + "\n");
        for (var step = 0; step < 1000; step++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"step {step} of 1000\r"));
        }

        Add("\rdone\r\n");
        Add("no line end");
        return [.. bytes];

        void Add(string text) => bytes.AddRange(Encoding.Latin1.GetBytes(text));
    }
}
