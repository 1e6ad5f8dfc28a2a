using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Spectre.Console;

namespace Caliban.Runner;

/// <summary>A bar over the sweep and a line for each running job at the bottom of the screen, the jobs' output above.</summary>
internal sealed class LiveSweepObserver(IAnsiConsole console, ProgressContext progress) : ISweepObserver
{
    private static readonly Color[] Colors =
        [Color.Aqua, Color.Yellow, Color.Fuchsia, Color.Green, Color.Blue, Color.Orange1, Color.Teal, Color.Purple];

    private readonly Dictionary<int, ProgressTask> _running = [];
    private ProgressTask? _sweep;
    private int _jobCount;
    private int _ended;
    private int _failed;

    public void Preparing(string line) => console.MarkupLineInterpolated($"[grey]{line}[/]");

    public void Started(SweepPlan plan, int upToDate)
    {
        _jobCount = plan.Jobs.Count;
        _ended = upToDate;
        _sweep = progress.AddTask(SweepText, maxValue: _jobCount);
        _sweep.Value = _ended;
    }

    public void Noted(string line) => console.MarkupLineInterpolated($"[grey]{line}[/]");

    public void JobStarted(PlannedJob job)
    {
        var task = progress.AddTask(Description(job, ""));
        task.IsIndeterminate = true;
        _running[job.Index] = task;
    }

    public void Output(PlannedJob job, OutputLine line)
    {
        if (line.IsTransient)
        {
            _running[job.Index].Description = Description(job, line.Text);
        }
        else if (_jobCount > 1)
        {
            console.MarkupLineInterpolated($"[{ColorOf(job)}]{$"[{job.Title}]"}[/] {line.Text}");
        }
        else
        {
            console.WriteLine(line.Text);
        }
    }

    public void JobRetried(JobResult result, TimeSpan delay)
    {
        StopTask(result.Job);
        console.MarkupLineInterpolated(
            $"[{ColorOf(result.Job)}]{$"[{result.Job.Title}]"}[/] [yellow]{SweepTable.StateText(result.State)}[/] after {SweepResult.FormatDuration(result.Duration)}; attempt {result.Attempts + 1} begins in {SweepResult.FormatDuration(delay)}");
    }

    public void JobEnded(JobResult result)
    {
        StopTask(result.Job);
        _ended++;
        _failed += result.State == JobState.Succeeded ? 0 : 1;
        _sweep!.Value = _ended;
        _sweep.Description = SweepText;
        console.MarkupLineInterpolated(
            $"[{ColorOf(result.Job)}]{$"[{result.Job.Title}]"}[/] [bold {ResultTable.ColorOf(result.State)}]{SweepTable.StateText(result.State)}[/] after {SweepResult.FormatDuration(result.Duration)}");
    }

    public void Ended(SweepResult result)
    {
        foreach (var task in _running.Values)
        {
            task.StopTask();
        }

        _sweep?.StopTask();
    }

    private void StopTask(PlannedJob job)
    {
        if (_running.Remove(job.Index, out var task))
        {
            task.StopTask();
        }
    }

    private string SweepText => _failed == 0 ? $"sweep {_ended}/{_jobCount}" : $"sweep {_ended}/{_jobCount}, [red]{_failed} not succeeded[/]";

    private static string Description(PlannedJob job, string text)
    {
        var shown = text.Length > 60 ? $"{text[..60]}…" : text;
        return $"[{ColorOf(job)}]job {Markup.Escape(job.Title)}[/] {Markup.Escape(shown)}";
    }

    private static string ColorOf(PlannedJob job) => Colors[(job.Index - 1) % Colors.Length].ToMarkup();
}
