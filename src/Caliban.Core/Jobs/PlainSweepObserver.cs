using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Shows a sweep as lines of plain text, each as it happens: for logs, CI and redirected output.</summary>
/// <param name="writeLine">Receives one line at a time.</param>
public sealed class PlainSweepObserver(Action<string> writeLine, TimeProvider? time = null) : ISweepObserver
{
    /// <summary>A progress bar is shown this often; every state of it is in the log.</summary>
    private static readonly TimeSpan TransientInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<int, long> _lastTransient = [];
    private bool _manyJobs;
    private int _jobCount;

    public void Preparing(string line) => writeLine(line);

    public void Started(SweepPlan plan, int upToDate)
    {
        _jobCount = plan.Jobs.Count;
        _manyJobs = _jobCount > 1;
    }

    public void Noted(string line) => writeLine(line);

    public void JobStarted(PlannedJob job) => writeLine($"job {job.Index} of {_jobCount} started{Detail(job)}");

    public void Output(PlannedJob job, OutputLine line)
    {
        if (!line.IsTransient || IsDue(job))
        {
            writeLine(_manyJobs ? $"[{job.Title}] {line.Text}" : line.Text);
        }
    }

    public void JobEnded(JobResult result) => writeLine(EndText(result));

    public void JobRetried(JobResult result, TimeSpan delay) =>
        writeLine($"{EndText(result)}; attempt {result.Attempts + 1} begins in {SweepResult.FormatDuration(delay)}");

    public void Ended(SweepResult result)
    {
        writeLine("");
        foreach (var line in SweepTable.Lines(result))
        {
            writeLine(line);
        }

        writeLine("");
    }

    private string EndText(JobResult result)
    {
        _lastTransient.Remove(result.Job.Index);
        var exit = result.ExitCode is { } code and not 0 ? $" with exit code {code}" : "";
        return $"job {result.Job.Index} of {_jobCount} {SweepTable.StateText(result.State)}{exit} after {SweepResult.FormatDuration(result.Duration)}";
    }

    private static string Detail(PlannedJob job) => job.Arguments.Count == 0 ? "" : $": {CommandLine.Format(job.Arguments)}";

    private bool IsDue(PlannedJob job)
    {
        if (_lastTransient.TryGetValue(job.Index, out var last) && _time.GetElapsedTime(last) < TransientInterval)
        {
            return false;
        }

        _lastTransient[job.Index] = _time.GetTimestamp();
        return true;
    }
}
