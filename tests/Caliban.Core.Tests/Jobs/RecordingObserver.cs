using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Processes;

namespace Caliban.Core.Tests.Jobs;

/// <summary>Writes down what happens, and fails when two calls come at once.</summary>
internal sealed class RecordingObserver : ISweepObserver, IDiagnosticSink
{
    private readonly Lock _lock = new();
    private readonly List<Diagnostic> _reported = [];
    private readonly List<string> _calls = [];
    private readonly List<string> _lines = [];
    private int _inside;

    /// <summary>The calls; output lines without their job in <see cref="Lines"/>.</summary>
    public IReadOnlyList<string> Calls => Copy(_calls);

    public IReadOnlyList<string> Lines => Copy(_lines);

    /// <summary>What was reported besides the results.</summary>
    public IReadOnlyList<Diagnostic> Reported => Copy(_reported);

    public Action<PlannedJob> OnStarted { get; init; } = _ => { };

    public void Preparing(string line) => Alone(() => Add(_calls, $"preparing {line}"));

    public void Started(SweepPlan plan, int upToDate) =>
        Alone(() => Add(_calls, $"started {plan.Jobs.Count}{(upToDate > 0 ? $", {upToDate} up to date" : "")}"));

    public void Noted(string line) => Alone(() => Add(_calls, $"noted {line}"));

    public void JobRetried(JobResult result, TimeSpan delay) => Alone(() => Add(_calls, $"job {result.Job.Index} {result.State}, retried"));

    public void JobStarted(PlannedJob job) => Alone(() =>
    {
        Add(_calls, $"job {job.Index} started");
        OnStarted(job);
    });

    public void Output(PlannedJob job, OutputLine line) => Alone(() => Add(_lines, line.IsTransient ? $"~{line.Text}" : line.Text));

    public void JobEnded(JobResult result) => Alone(() => Add(_calls, $"job {result.Job.Index} {result.State}"));

    public void Ended(SweepResult result) => Alone(() => Add(_calls, $"ended {result.Jobs.Count}"));

    public void Report(Diagnostic diagnostic) => Add(_reported, diagnostic);

    /// <summary>Waits until a call or an output line has come.</summary>
    public async Task WaitForAsync(string text)
    {
        using var limit = new CancellationTokenSource(Children.Limit);
        while (!Calls.Contains(text) && !Lines.Contains(text))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private void Add<T>(List<T> list, T value)
    {
        lock (_lock)
        {
            list.Add(value);
        }
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (_lock)
        {
            return [.. list];
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
