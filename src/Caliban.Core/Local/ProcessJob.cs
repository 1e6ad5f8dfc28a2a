using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>One job of the process engine, started by this process or by an earlier one.</summary>
/// <param name="folder">What is kept of it.</param>
/// <param name="name">Marks its processes.</param>
internal sealed class ProcessJob(ControlFolder folder, string name)
{
    /// <summary>How long an interrupted job may take to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly DetachedProcess _process = new(folder, name);

    /// <summary>Starts it, unless it was started before: then that is followed.</summary>
    /// <param name="specify">The program, for a working directory.</param>
    /// <param name="fill">Makes the working directory.</param>
    public async Task<JobOutcome> RunAsync(
        Func<string, ProcessSpecification> specify, Action<string> fill, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        if (folder.IsDecided)
        {
            return await AdoptAsync(onOutput, onAccepted, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            StagedCopy.Delete(folder.Work);
            fill(folder.Work);
            return OperatingSystem.IsWindows()
                ? await RunPipedAsync(specify(folder.Work), onOutput, onAccepted, cancellationToken).ConfigureAwait(false)
                : await RunDetachedAsync(specify(folder.Work), onOutput, onAccepted, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            StagedCopy.Delete(folder.IsDecided ? folder.Work : folder.Path);
        }
    }

    /// <summary>Follows it to its end.</summary>
    /// <param name="process">What the receipt named; used where it did not write that down itself.</param>
    public async Task<JobOutcome> FollowAsync(ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken)
    {
        process = folder.Process ?? process;
        if (process is null)
        {
            return JobOutcome.Lost;
        }

        var end = _process.WaitAsync(process);
        await _process.FollowAsync(process.Id, end, onOutput, Grace, cancellationToken).ConfigureAwait(false);
        StagedCopy.Delete(folder.Work);
        return await end.ConfigureAwait(false) is { } code ? JobOutcome.Exited(code) : JobOutcome.Lost;
    }

    private async Task<JobOutcome> AdoptAsync(OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        if (folder.Process is not { } process)
        {
            return JobOutcome.NotStarted("it was given up before it was started");
        }

        await onAccepted(new JobReceipt(process)).ConfigureAwait(false);
        return await FollowAsync(process, onOutput, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JobOutcome> RunDetachedAsync(
        ProcessSpecification specification, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        using var process = await _process.StartAsync(specification, cancellationToken).ConfigureAwait(false);
        if (process is null)
        {
            return await AdoptAsync(onOutput, onAccepted, cancellationToken).ConfigureAwait(false);
        }

        var following = _process.FollowAsync(process.Id, process.WaitForExitAsync(CancellationToken.None), onOutput, Grace, cancellationToken);
        try
        {
            await onAccepted(new JobReceipt(folder.Process)).ConfigureAwait(false);
        }
        catch
        {
            // What nobody wrote down must not run.
            ProcessTree.Signal(process.Id, name, UnixSignal.Kill);
            await ((Task)following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await following.ConfigureAwait(false);
        return JobOutcome.Exited(folder.ExitCode ?? process.ExitCode);
    }

    // There is no shell that would write down the end, so it is known to us only. Nothing starts a job but this process.
    private async Task<JobOutcome> RunPipedAsync(
        ProcessSpecification specification, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(folder.Path);
        using var child = ChildProcess.Start(specification with { Marker = name }, onOutput);
        var identity = ProcessIdentities.Of(child.Id);
        if (identity is not null)
        {
            folder.Record(identity);
        }

        try
        {
            await onAccepted(new JobReceipt(identity)).ConfigureAwait(false);
            var code = await child.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
            folder.RecordExit(code);
            return JobOutcome.Exited(code);
        }
        catch
        {
            child.Kill();
            await child.Completion.ConfigureAwait(false);
            throw;
        }
    }
}
