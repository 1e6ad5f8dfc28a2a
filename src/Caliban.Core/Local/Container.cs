using Caliban.Core.Docker;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>The container of a job, whoever started it.</summary>
/// <param name="name">As its label says, too.</param>
internal sealed class Container(DockerClient docker, string name)
{
    /// <summary>How long an interrupted job may take to end, as long as <c>docker stop</c> gives.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How long what a dead process asked of the engine may still be on its way.</summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(1);

    /// <summary>Null where the engine does not know it.</summary>
    /// <exception cref="TimeoutException">The engine does not answer.</exception>
    public async Task<ContainerState?> FindAsync(CancellationToken cancellationToken) =>
        (await docker.ContainerStatesAsync($"{DockerRunCommand.NameLabel}={name}", cancellationToken).ConfigureAwait(false)).GetValueOrDefault(name);

    /// <summary>Copies its output, from the beginning.</summary>
    /// <param name="follow">Whether to go on until it has ended.</param>
    /// <returns>Whether the engine had it all.</returns>
    public async Task<bool> CopyOutputAsync(OutputHandler onOutput, bool follow, CancellationToken cancellationToken)
    {
        if (!follow)
        {
            return await LogsAsync([name], onOutput).ConfigureAwait(false);
        }

        // Who follows may miss what is written just before the end, so what comes after the followed part is asked for again.
        var followed = new long[2];
        await LogsAsync(["--follow", name], (channel, bytes) =>
        {
            followed[(int)channel] += bytes.Length;
            onOutput(channel, bytes);
        }).ConfigureAwait(false);
        return await LogsAsync([name], (channel, bytes) =>
        {
            var skipped = (int)Math.Min(followed[(int)channel], bytes.Length);
            followed[(int)channel] -= skipped;
            if (skipped < bytes.Length)
            {
                onOutput(channel, bytes[skipped..]);
            }
        }).ConfigureAwait(false);

        async Task<bool> LogsAsync(IReadOnlyList<string> arguments, OutputHandler onPart) => await ProcessRunner.RunAsync(
            new ProcessSpecification(docker.Executable, ["logs", .. arguments]), onPart, TimeSpan.Zero, cancellationToken).ConfigureAwait(false) == 0;
    }

    /// <summary>Follows it to its end. One that was only made is started, since nobody else is left who would.</summary>
    /// <exception cref="TimeoutException">The engine does not answer.</exception>
    public async Task<JobOutcome> FollowAsync(OutputHandler onOutput, CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { Phase: ContainerPhase.Created })
        {
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        var isCopied = false;
        while (true)
        {
            switch (await FindAsync(cancellationToken).ConfigureAwait(false))
            {
                case { Phase: ContainerPhase.Created }:
                    return JobOutcome.NotStarted("its container was made and does not start");
                case { Phase: not ContainerPhase.Created } when !isCopied:
                    await CopyOutputAsync(onOutput, follow: true, cancellationToken).ConfigureAwait(false);
                    isCopied = true;
                    break;
                case { Phase: ContainerPhase.Exited, ExitCode: { } code }:
                    return JobOutcome.Exited(code);
                case { Phase: ContainerPhase.Running }:
                    // Its output cannot be had any more, or it is about to end.
                    await ProcessRunner.RunAsync(
                        new ProcessSpecification(docker.Executable, ["wait", name]), (_, _) => { }, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    return JobOutcome.Lost;
            }
        }
    }

    /// <summary>Interrupts it, and kills it when that takes too long; returns when it does not run.</summary>
    /// <param name="end">Ends with it.</param>
    /// <returns>Whether it was running.</returns>
    /// <exception cref="TimeoutException">The engine does not answer.</exception>
    public async Task<bool> StopAsync(Task end)
    {
        var ran = await docker.SignalAsync(name, "INT", CancellationToken.None).ConfigureAwait(false);
        if (ran && !await ProcessRunner.EndsWithin(end, Grace).ConfigureAwait(false))
        {
            await docker.SignalAsync(name, "KILL", CancellationToken.None).ConfigureAwait(false);
            await ProcessRunner.EndsWithin(end, Grace).ConfigureAwait(false);
        }

        return ran;
    }

    /// <summary>
    /// Makes sure that nothing a dead process left starts it: the commands of that process are ended, what they may have
    /// asked for is waited for, and a container that was only made is removed.
    /// </summary>
    /// <returns>What is known of it now: it runs or has ended; null when it never will.</returns>
    /// <exception cref="TimeoutException">The engine does not answer.</exception>
    public async Task<ContainerState?> SettleAsync(CancellationToken cancellationToken)
    {
        DetachedClients.End(name);
        const int Rounds = 30;
        for (var round = 0; round < Rounds; round++)
        {
            var state = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (state is { Phase: not ContainerPhase.Created } || (state is null && round > 0))
            {
                return state;
            }

            if (state is not null && round > 0)
            {
                // The engine removes none that was started in the meantime.
                await docker.RemoveEndedAsync([name], cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(SettlingTime, cancellationToken).ConfigureAwait(false);
        }

        throw new TimeoutException($"the engine does not remove the container {name}");
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        DetachedClients.End(name);
        await Task.Delay(SettlingTime, cancellationToken).ConfigureAwait(false);
        if (await FindAsync(cancellationToken).ConfigureAwait(false) is { Phase: ContainerPhase.Created })
        {
            await docker.AskAsync(cancellationToken, "start", name).ConfigureAwait(false);
        }
    }
}
