using Caliban.Core.Diagnostics;
using Caliban.Core.History;

namespace Caliban.Core.Jobs;

/// <summary>Runs the jobs of a plan, some at once, and says how each ended.</summary>
public sealed class SweepExecutor
{
    private readonly SweepRun _run;
    private readonly SweepPlan _plan;
    private readonly IJobEngine _engine;
    private readonly SerializedObserver _observer;
    private readonly IDiagnosticSink _diagnostics;
    private readonly TimeProvider _time;
    private readonly JobResult[] _results;
    private int _next = -1;
    private volatile bool _stopped;

    public SweepExecutor(SweepRun run, IJobEngine engine, ISweepObserver observer, IDiagnosticSink diagnostics, TimeProvider? time = null)
    {
        (_run, _plan, _engine, _observer, _diagnostics) = (run, run.Plan, engine, new SerializedObserver(observer), diagnostics);
        _time = time ?? TimeProvider.System;
        _results = [.. _plan.Jobs.Select(job => new JobResult(job, JobState.Planned, null, TimeSpan.Zero, ""))];
    }

    /// <summary>Prepares the engine and runs every job. A cancellation stops what runs and is a result, not an exception.</summary>
    /// <exception cref="DiagnosticException">The engine could not prepare; no job was started.</exception>
    public async Task<SweepResult> RunAsync(CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        try
        {
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
            _observer.Started(_plan);
            var workers = Math.Clamp(_plan.MaxParallel, 1, Math.Max(1, _plan.Jobs.Count));
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None)))
                .ConfigureAwait(false);
        }
        finally
        {
            await _engine.CleanUpAsync().ConfigureAwait(false);
        }

        var result = new SweepResult(_results, _time.GetElapsedTime(start), WasCanceled(cancellationToken));
        _observer.Ended(result);
        return result;
    }

    // A stop that comes when every job has ended already stops nothing.
    private bool WasCanceled(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && _results.Any(result => result.State is JobState.Planned or JobState.Stopped);

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _engine.PrepareAsync(_observer.Preparing, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The workers see the same token and start nothing; the result says that all was left out.
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!_stopped && !cancellationToken.IsCancellationRequested
            && Interlocked.Increment(ref _next) is var position && position < _results.Length)
        {
            var result = await RunJobAsync(_plan.Jobs[position], cancellationToken).ConfigureAwait(false);
            _results[position] = result;
            if (!_plan.KeepGoing && result.State != JobState.Succeeded)
            {
                _stopped = true;
            }

            _observer.JobEnded(result);
        }
    }

    private async Task<JobResult> RunJobAsync(PlannedJob job, CancellationToken cancellationToken)
    {
        _observer.JobStarted(job);
        var start = _time.GetTimestamp();
        using var log = JobLog.Open(_run.LogFolder, job, _diagnostics);
        var output = new JobOutput(log, line => _observer.Output(job, line));
        using var limit = new CancellationTokenSource(_plan.JobTimeout ?? Timeout.InfiniteTimeSpan, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var report = new JobReport(job, log.Path, _plan);
        try
        {
            var outcome = await _engine.RunAsync(new JobLaunch(job, job.Index, $"{_run.RunId}-{job.Index}", log.Path, "", []), output.Add, _ => Task.CompletedTask, stop.Token).ConfigureAwait(false);
            return report.Ended(outcome, _time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return report.Stopped(_time.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return report.TimedOut(_time.GetElapsedTime(start));
        }
        catch (Exception exception)
        {
            var reason = exception is DiagnosticException mistake ? mistake.Diagnostics[0].Message : exception.Message;
            return report.Ended(JobOutcome.NotStarted(reason.TrimEnd('.')), _time.GetElapsedTime(start));
        }
        finally
        {
            output.Flush();
        }
    }
}
