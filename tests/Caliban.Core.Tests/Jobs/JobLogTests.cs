using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs;

/// <summary>The complete output of a job in its log, and the lines a person sees of it.</summary>
public sealed class JobLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_byte_of_the_output_is_in_the_log()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value), (byte)'\n', 0xff, 0xfe];

        var result = await RunAsync(output => output(OutputChannel.Standard, bytes));

        Assert.Equal(Path.Combine(LogFolder, "0001.log"), result.LogPath);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(result.LogPath));
    }

    [Fact]
    public async Task The_two_channels_meet_at_line_ends()
    {
        var result = await RunAsync(output =>
        {
            output(OutputChannel.Standard, "out "u8.ToArray());
            output(OutputChannel.Error, "err "u8.ToArray());
            output(OutputChannel.Standard, "one\nout two"u8.ToArray());
            output(OutputChannel.Error, "one\r\nerr two"u8.ToArray());
        });

        Assert.Equal("out one\nerr one\r\nout twoerr two", await File.ReadAllTextAsync(result.LogPath));
        Assert.Equal(["out one", "err one", "out two", "err two"], _observer.Lines);
    }

    [Fact]
    public async Task Progress_bars_are_whole_in_the_log_and_transient_on_the_screen()
    {
        var result = await RunAsync(output => output(OutputChannel.Error, "\r10%\r20%\r\ndone"u8.ToArray()));

        Assert.Equal("\r10%\r20%\r\ndone", await File.ReadAllTextAsync(result.LogPath));
        Assert.Equal(["~10%", "20%", "done"], _observer.Lines);
    }

    [Fact]
    public async Task A_line_of_10_MB_is_whole_in_the_log_and_cut_on_the_screen()
    {
        var result = await RunAsync(output =>
        {
            var chunk = Encoding.UTF8.GetBytes(new string('x', 1000));
            for (var i = 0; i < 10_000; i++)
            {
                output(OutputChannel.Standard, chunk);
            }
        });

        Assert.Equal(10_000_000, new FileInfo(result.LogPath).Length);
        Assert.EndsWith("(10,000,000 bytes, whole in the log)", Assert.Single(_observer.Lines));
    }

    [Fact]
    public async Task What_was_printed_is_in_the_log_before_the_job_ends() => await RunAsync(output =>
    {
        output(OutputChannel.Standard, "first\n"u8.ToArray());
        using var log = new FileStream(Path.Combine(LogFolder, "0001.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(log);

        Assert.Equal("first\n", reader.ReadToEnd());
    });

    [Fact]
    public async Task A_job_that_prints_nothing_has_an_empty_log()
    {
        var result = await RunAsync(_ => { });

        Assert.Equal(0, new FileInfo(result.LogPath).Length);
    }

    [LinuxFact]
    public async Task A_full_disk_is_told_once_and_the_job_goes_on()
    {
        Directory.CreateDirectory(LogFolder);
        File.CreateSymbolicLink(Path.Combine(LogFolder, "0001.log"), "/dev/full");

        await AssertGoesOnAsync();
    }

    [Fact]
    public async Task A_log_that_cannot_be_opened_is_told_once_and_the_job_goes_on()
    {
        Directory.CreateDirectory(Path.Combine(LogFolder, "0001.log"));

        await AssertGoesOnAsync();
    }

    [Fact]
    public async Task A_log_folder_that_cannot_be_made_is_told_once_and_the_job_goes_on()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LogFolder)!);
        await File.WriteAllTextAsync(LogFolder, "in the way");

        await AssertGoesOnAsync();
    }

    private string LogFolder => Plans.Create(1, _folder.Path).Run().LogFolder;

    private async Task AssertGoesOnAsync()
    {
        var result = await RunAsync(output =>
        {
            output(OutputChannel.Standard, "one\n"u8.ToArray());
            output(OutputChannel.Error, "two\n"u8.ToArray());
        });

        Assert.Equal(JobState.Succeeded, result.State);
        Assert.Equal(["one", "two"], _observer.Lines);
        var warning = Assert.Single(_observer.Reported);
        Assert.Same(LocalRunDiagnostics.LogIncomplete, warning.Descriptor);
        Assert.Contains(Path.Combine(LogFolder, "0001.log"), warning.Message);
    }

    /// <summary>Runs one job that prints; a failed assertion inside it fails the test.</summary>
    private async Task<JobResult> RunAsync(Action<OutputHandler> print)
    {
        Exception? failure = null;
        var engine = new FakeEngine((_, output, _) =>
        {
            failure = Record.Exception(() => print(output));
            return Task.FromResult(JobOutcome.Exited(0));
        });
        var result = await SweepTrial.RunOnceAsync(Plans.Create(1, _folder.Path).Run(), engine, _observer);
        Assert.Null(failure);
        return Assert.Single(result.Jobs);
    }
}
