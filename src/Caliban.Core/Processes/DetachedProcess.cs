using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

namespace Caliban.Core.Processes;

/// <summary>
/// A process that goes on when the one that started it dies, and is then found again by its <see cref="ControlFolder"/>. Not
/// for Windows, whose processes have no shell to write down how they end.
/// </summary>
/// <param name="folder">Where it is written down.</param>
/// <param name="marker">The value of <see cref="ProcessTree.MarkerVariable"/> in its environment.</param>
internal sealed class DetachedProcess(ControlFolder folder, string marker)
{
    /// <summary>How long what a program left running may go on writing, as the rest of a pipeline does.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts a program. Null when the folder says that it was started before, or must not be.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    public async Task<Process?> StartAsync(ProcessSpecification specification, CancellationToken cancellationToken)
    {
        const int fileNotFound = 2;
        if (!File.Exists(specification.FileName))
        {
            throw new Win32Exception(fileNotFound, $"'{specification.FileName}' does not exist");
        }

        var shell = DetachedCommand.Arguments(folder, specification, [.. BashFunctions()]);
        var start = new ProcessStartInfo(ChildProcess.OwnSession ?? DetachedCommand.Shell, ChildProcess.OwnSession is null ? shell : shell.Prepend(DetachedCommand.Shell))
        {
            UseShellExecute = false,
            // It replaces all three at once. Without, .NET would take it for a user of the terminal.
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
        Directory.CreateDirectory(folder.Path);
        cancellationToken.ThrowIfCancellationRequested();
        var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var said = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
            if (said.StartsWith(DetachedCommand.Confirmation, StringComparison.Ordinal))
            {
                return process;
            }

            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            if (!folder.IsDecided || (folder.Process is null && !folder.Fence()))
            {
                throw new Win32Exception($"its output cannot be written below '{folder.Path}'");
            }
        }
        catch
        {
            process.Dispose();
            throw;
        }

        process.Dispose();
        return null;
    }

    /// <summary>Ends when a process that somebody else started has: with its exit code, or null when nobody wrote that down.</summary>
    public async Task<int?> WaitAsync(ProcessIdentity process)
    {
        if (OperatingSystem.IsWindows())
        {
            return folder.ExitCode ?? await WaitOnWindowsAsync(process).ConfigureAwait(false);
        }

        while (folder.ExitCode is null && ProcessIdentities.IsAlive(process))
        {
            await Task.Delay(ShortestWait).ConfigureAwait(false);
        }

        return folder.ExitCode;
    }

    /// <summary>Hands out all output until the process has ended, and ends what it left running.</summary>
    /// <param name="root">The id of the process.</param>
    /// <param name="end">Ends with the process.</param>
    /// <param name="cancellationToken">Interrupts it; after <paramref name="grace"/> it is killed with everything it started.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process has ended.</exception>
    public async Task FollowAsync(int root, Task end, OutputHandler onOutput, TimeSpan grace, CancellationToken cancellationToken)
    {
        using var reader = new SpoolReader(folder, onOutput);
        var reading = ReadAsync();
        try
        {
            await reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!end.IsCompleted)
        {
            ProcessTree.Signal(root, marker, UnixSignal.Interrupt);
            if (OperatingSystem.IsWindows() || !await ProcessRunner.EndsWithin(end, grace).ConfigureAwait(false))
            {
                ProcessTree.End(root, marker);
            }

            await reading.ConfigureAwait(false);
            await EndRestAsync(TimeSpan.Zero).ConfigureAwait(false);
            reader.ReadAvailable();
            throw;
        }
        catch (OperationCanceledException)
        {
            await reading.ConfigureAwait(false); // It was faster than the stop.
        }
        catch
        {
            // Nobody watches it any more.
            ProcessTree.End(root, marker);
            throw;
        }

        await EndRestAsync(DrainTime).ConfigureAwait(false);
        reader.ReadAvailable();

        async Task ReadAsync()
        {
            var wait = ShortestWait;
            while (!end.IsCompleted)
            {
                wait = reader.ReadAvailable() ? ShortestWait : wait < LongestWait ? wait * 2 : LongestWait;
                await Task.WhenAny(end, Task.Delay(wait, CancellationToken.None)).ConfigureAwait(false);
            }

            reader.ReadAvailable();
            await end.ConfigureAwait(false);
        }
    }

    /// <summary>Ends what a program left running; on Linux, where it can be found.</summary>
    /// <param name="time">How long it may take to end by itself.</param>
    public async Task EndRestAsync(TimeSpan time)
    {
        for (var start = Stopwatch.GetTimestamp(); ProcessTree.HasMarked(marker);)
        {
            if (Stopwatch.GetElapsedTime(start) >= time)
            {
                ProcessTree.SignalMarked(marker, UnixSignal.Kill);
            }

            await Task.Delay(ShortestWait).ConfigureAwait(false);
        }
    }

    // Windows keeps the exit code for whoever held the process while it ran.
    private static async Task<int?> WaitOnWindowsAsync(ProcessIdentity identity)
    {
        try
        {
            using var process = Process.GetProcessById(identity.Id);
            if (!ProcessIdentities.IsAlive(identity))
            {
                return null;
            }

            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    // bash hands its functions on in variables such as BASH_FUNC_module%%, which other shells drop for their names.
    private static IEnumerable<string> BashFunctions() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(variable => variable.Key is string name && name.StartsWith("BASH_FUNC_", StringComparison.Ordinal))
        .Select(variable => $"{variable.Key}={variable.Value}");
}
