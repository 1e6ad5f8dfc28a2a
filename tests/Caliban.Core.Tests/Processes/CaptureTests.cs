using Caliban.Core.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Processes;

public sealed class CaptureTests
{
    [Fact]
    public async Task Both_channels_are_returned_as_text()
    {
        var output = await CaptureAsync(Children.Script("""
            import sys
            sys.stdout.buffer.write('é\n'.encode())
            sys.stderr.buffer.write(b'\xe9 first\nlast  \n\n')
            sys.exit(2)
            """));

        Assert.Equal((2, "é\n", "\ufffd first\nlast  \n\n"), (output.ExitCode, output.StandardOutput, output.StandardError));
        Assert.Equal("last", output.LastLine);
    }

    [Theory]
    [InlineData("out\n", "", "out")]
    [InlineData("out\n", " \n\n", "out")]
    [InlineData("a\nb", "c\r\nd\r\n", "d")]
    [InlineData("", "", "exit code 9")]
    public void The_last_line_prefers_the_error_channel(string standard, string error, string line) =>
        Assert.Equal(line, new CapturedOutput(9, standard, error).LastLine);

    [Fact]
    public async Task Output_beyond_the_limit_is_dropped_and_the_program_ends_all_the_same()
    {
        var output = await CaptureAsync(Children.Script("import sys; [sys.stdout.write('x' * 1000000) for _ in range(20)]; sys.stderr.write('end')"));

        Assert.Equal((0, "end"), (output.ExitCode, output.StandardError));
        Assert.InRange(output.StandardOutput.Length, 1_000_000, 8_000_000);
    }

    [UnixFact]
    public async Task A_program_that_gives_no_answer_in_time_is_killed()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "id");

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => ProcessRunner.CaptureAsync(
            Children.Shell("echo $$ > \"$1\"; exec sleep 1000", file),
            TimeSpan.FromSeconds(4),
            CancellationToken.None));

        Assert.Equal("sh gave no answer within 4 s", exception.Message);
        Assert.False(Children.IsRunning(await Children.WaitForIdAsync(file)));
    }

    [Fact]
    public async Task A_cancellation_is_not_taken_for_a_missing_answer()
    {
        using var stop = new CancellationTokenSource();
        var capture = ProcessRunner.CaptureAsync(Children.Script("import time; time.sleep(1000)"), Children.Limit, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => capture.WaitAsync(Children.Limit));
    }

    private static Task<CapturedOutput> CaptureAsync(ProcessSpecification program) =>
        ProcessRunner.CaptureAsync(program, Children.Limit, CancellationToken.None);
}
