using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Jobs.Metrics;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Runs one job to its end and writes every step down: in the log, in the journal, and for the observer.</summary>
internal sealed class JobRunner(
    SweepPlan plan, IJobEngine engine, SweepJournal journal, ISweepObserver observer, IDiagnosticSink diagnostics, TimeProvider time)
{
    /// <summary>Starts a job that has been claimed.</summary>
    /// <exception cref="DiagnosticException">Its end could not be written down: CAL7xxx. The engine keeps the job.</exception>
    public Task<JobResult> RunAsync(JobLaunch launch, int attempt, CancellationToken cancellationToken) => WatchAsync(
        launch,
        attempt,
        plan.JobTimeout,
        (onOutput, stop) => engine.RunAsync(launch, onOutput, receipt => AcceptAsync(launch, receipt, stop), stop.Token),
        cancellationToken);

    /// <summary>Follows a job that runs on after its build has ended.</summary>
    /// <exception cref="DiagnosticException">As <see cref="RunAsync"/>.</exception>
    public async Task<JobResult> FollowAsync(JobLaunch launch, RecordedJob job, CancellationToken cancellationToken)
    {
        // Its output comes from the beginning, and with it what it reported.
        await journal.History.ClearMetricsAsync(launch.Id, CancellationToken.None).ConfigureAwait(false);
        var elapsed = job.StartedAt is { } start ? time.GetUtcNow() - start : TimeSpan.Zero;
        var left = plan.JobTimeout - elapsed;
        return await WatchAsync(
            launch,
            job.Attempt,
            left < TimeSpan.Zero ? TimeSpan.Zero : left,
            (onOutput, stop) => engine.FollowAsync(launch, job.Process, onOutput, stop.Token),
            cancellationToken).ConfigureAwait(false);
    }

    // Somebody stopped the job between its claim and now, when no backend could have been asked to.
    private async Task AcceptAsync(JobLaunch launch, JobReceipt receipt, CancellationTokenSource stop)
    {
        if (!await journal.AcceptedAsync(launch.Id, receipt).ConfigureAwait(false))
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<JobResult> WatchAsync(
        JobLaunch launch,
        int attempt,
        TimeSpan? timeout,
        Func<OutputHandler, CancellationTokenSource, Task<JobOutcome>> run,
        CancellationToken cancellationToken)
    {
        observer.JobStarted(launch.Job);
        var start = time.GetTimestamp();
        using var log = JobLog.Open(launch, diagnostics);
        var metrics = new MetricsRecorder(journal.History, launch, plan.Jobs.Count, diagnostics, time);
        await using (metrics.ConfigureAwait(false))
        {
            var output = new JobOutput(log, line =>
            {
                metrics.Collector.Add(line.Text);
                observer.Output(launch.Job, line);
            });
            var result = await EndAsync(new JobReport(launch.Job, log.Path, plan), output).ConfigureAwait(false);
            output.Flush();
            var reported = await metrics.EndAsync().ConfigureAwait(false);
            return await RecordAsync(launch, result with { JobId = launch.Id, Attempts = attempt, Metrics = reported }).ConfigureAwait(false);
        }

        async Task<JobResult> EndAsync(JobReport report, JobOutput output)
        {
            using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                return report.Ended(await run(output.Add, stop).ConfigureAwait(false), time.GetElapsedTime(start));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return report.Stopped(time.GetElapsedTime(start));
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return report.TimedOut(time.GetElapsedTime(start));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return report.Stopped(time.GetElapsedTime(start));
            }
            catch (DiagnosticException exception) when (exception.Diagnostics[0].Descriptor.Code.StartsWith("CAL7", StringComparison.Ordinal))
            {
                // The job was accepted, and that could not be written down. It is the next build that finds out how it ends.
                throw;
            }
            catch (Exception exception)
            {
                var reason = exception is DiagnosticException mistake ? mistake.Diagnostics[0].Message : exception.Message;
                return report.Ended(JobOutcome.NotStarted(reason.TrimEnd('.')), time.GetElapsedTime(start));
            }
        }
    }

    private async Task<JobResult> RecordAsync(JobLaunch launch, JobResult result)
    {
        var detail = result.Failure is { } failure && result.ExitCode is null ? failure.Message
            : result.State == JobState.Stopped ? "the sweep was stopped"
            : "";
        var other = await journal.EndedAsync(launch.Id, result.State, result.ExitCode, detail).ConfigureAwait(false);
        if (result.State != JobState.Lost)
        {
            engine.Release(launch);
        }

        return other is null ? result : new JobReport(launch.Job, result.LogPath, plan).Recorded(other) with { Attempts = result.Attempts, Metrics = result.Metrics };
    }
}
