using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Jobs;

/// <summary>Writes down what happens, and fails when two calls come at once.</summary>
internal sealed class RecordingObserver : ISweepObserver, IDiagnosticSink
{
    private readonly Lock _lock = new();
    private readonly List<Diagnostic> _reported = [];
    private int _inside;

    /// <summary>The calls; output lines without their job in <see cref="Lines"/>.</summary>
    public List<string> Calls { get; } = [];

    public List<string> Lines { get; } = [];

    /// <summary>What was reported besides the results.</summary>
    public IReadOnlyList<Diagnostic> Reported
    {
        get
        {
            lock (_lock)
            {
                return [.. _reported];
            }
        }
    }

    public Action<PlannedJob> OnStarted { get; init; } = _ => { };

    public void Preparing(string line) => Alone(() => Calls.Add($"preparing {line}"));

    public void Started(SweepPlan plan) => Alone(() => Calls.Add($"started {plan.Jobs.Count}"));

    public void JobStarted(PlannedJob job) => Alone(() =>
    {
        Calls.Add($"job {job.Index} started");
        OnStarted(job);
    });

    public void Output(PlannedJob job, OutputLine line) => Alone(() => Lines.Add(line.IsTransient ? $"~{line.Text}" : line.Text));

    public void JobEnded(JobResult result) => Alone(() => Calls.Add($"job {result.Job.Index} {result.State}"));

    public void Ended(SweepResult result) => Alone(() => Calls.Add($"ended {result.Jobs.Count}"));

    public void Report(Diagnostic diagnostic)
    {
        lock (_lock)
        {
            _reported.Add(diagnostic);
        }
    }

    private void Alone(Action action)
    {
        if (Interlocked.Increment(ref _inside) != 1)
        {
            throw new InvalidOperationException("two calls at once");
        }

        action();
        Interlocked.Decrement(ref _inside);
    }
}
