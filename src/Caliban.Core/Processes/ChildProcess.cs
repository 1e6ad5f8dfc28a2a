using System.ComponentModel;
using System.Diagnostics;

namespace Caliban.Core.Processes;

/// <summary>
/// A started process whose output is pumped byte for byte, and which can be interrupted or killed with all its descendants.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    // Ctrl-C at a terminal signals everything in its foreground group. A child in a session of its own hears only of our
    // interruption, once, so that a program that saves its state on the first is not cut short by a second.
    internal static readonly string? OwnSession =
        OperatingSystem.IsLinux() ? ExecutableFinder.Find("/usr/bin:/bin", "setsid") : null;

    private readonly Process _process;
    private readonly string _marker;
    private readonly CancellationTokenSource _input = new();

    private ChildProcess(Process process, string marker, ProcessSpecification specification, OutputHandler onOutput)
    {
        _process = process;
        _marker = marker;
        Id = process.Id;

        var pumps = Task.WhenAll(
            Pump(process.StandardOutput.BaseStream, OutputChannel.Standard, onOutput),
            Pump(process.StandardError.BaseStream, OutputChannel.Error, onOutput));
        Completion = CompleteAsync(WriteInputAsync(specification), pumps);
    }

    public int Id { get; }

    /// <summary>Ends with the exit code (128 + signal number where a signal ended it) when the process has ended and its output is read.</summary>
    public Task<int> Completion { get; }

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static ChildProcess Start(ProcessSpecification specification, OutputHandler onOutput)
    {
        const int fileNotFound = 2;
        if (!File.Exists(specification.FileName))
        {
            throw new Win32Exception(fileNotFound, $"'{specification.FileName}' does not exist");
        }

        var marker = specification.Marker ?? Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(OwnSession ?? specification.FileName, CommandArguments(specification))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = specification.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in specification.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment[ProcessTree.MarkerVariable] = marker;
        return new ChildProcess(Process.Start(start)!, marker, specification, onOutput);
    }

    /// <summary>Asks the process and its descendants to end, as Ctrl-C does. False where the system has no such signal for other processes.</summary>
    public bool Interrupt() => ProcessTree.Signal(Id, _marker, UnixSignal.Interrupt);

    /// <summary>Ends the process and its descendants at once.</summary>
    public void Kill()
    {
        _input.Cancel();
        ProcessTree.Signal(Id, _marker, UnixSignal.Kill);
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _process.Dispose();
    }

    private static IEnumerable<string> CommandArguments(ProcessSpecification specification) =>
        OwnSession is null ? specification.Arguments : specification.Arguments.Prepend(specification.FileName);

    private async Task<int> CompleteAsync(Task input, Task pumps)
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await _input.CancelAsync().ConfigureAwait(false);

        // A descendant that outlives the program may hold the pipes open. It is part of the job and ends with it.
        if (await Task.WhenAny(pumps, Task.Delay(DrainTime)).ConfigureAwait(false) != pumps)
        {
            ProcessTree.Signal(Id, _marker, UnixSignal.Kill);
            await Task.WhenAny(pumps, Task.Delay(DrainTime)).ConfigureAwait(false);
        }

        ProcessTree.Signal(Id, _marker, UnixSignal.Kill);
        await input.ConfigureAwait(false);
        return _process.ExitCode;
    }

    private async Task WriteInputAsync(ProcessSpecification specification)
    {
        try
        {
            await using var stream = _process.StandardInput.BaseStream;
            if (specification.WriteInput is { } write)
            {
                await write(stream, _input.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The process does not read its input to the end; its exit code tells whether that matters.
        }
    }

    // A thread of its own: many jobs at once would otherwise starve the pool with blocked reads.
    private static Task Pump(Stream stream, OutputChannel kind, OutputHandler onOutput) =>
        Task.Factory.StartNew(
            () =>
            {
                var buffer = new byte[32 * 1024];
                while (stream.Read(buffer, 0, buffer.Length) is > 0 and var count)
                {
                    onOutput(kind, buffer.AsMemory(0, count));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
}
