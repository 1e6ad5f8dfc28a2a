using System.ComponentModel;
using System.Diagnostics;

namespace Caliban.Core.Processes;

/// <summary>
/// A child that is handed the terminal of this process: it reads the keys, writes the screen and learns of a new window size
/// itself. It stays in the foreground group, so Ctrl-C is its own.
/// </summary>
public static class TerminalProcess
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Runs until the process ends; a cancellation asks <paramref name="stop"/> to end it, and kills it when that takes too long.</summary>
    /// <returns>The exit code; 128 + signal number where a signal ended it.</returns>
    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process has ended.</exception>
    public static async Task<int> RunAsync(ProcessSpecification specification, Func<Task> stop, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(specification.FileName, specification.Arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = specification.WorkingDirectory ?? "",
        };
        foreach (var (name, value) in specification.Environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await stop().ConfigureAwait(false);
            var end = process.WaitForExitAsync(CancellationToken.None);
            if (!await ProcessRunner.EndsWithin(end, Grace).ConfigureAwait(false))
            {
                process.Kill(entireProcessTree: true);
                await end.ConfigureAwait(false);
            }

            throw;
        }

        return process.ExitCode;
    }
}
