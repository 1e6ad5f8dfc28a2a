using Caliban.Core.Diagnostics;
using Caliban.Core.Tests.Jobs;
using Caliban.Core.Tracking;

namespace Caliban.Core.Tests.Tracking;

/// <summary>A history with a backend, and a person who watches.</summary>
internal sealed class TrackingTrial : IDiagnosticSink
{
    public TrackingTrial() => Time.Advance(TimeSpan.FromHours(2));

    public MemoryHistory History { get; } = new();

    public FakeBackend Backend { get; } = new();

    public FakeTime Time { get; } = new();

    public List<string> Lines { get; } = [];

    public List<Diagnostic> Diagnostics { get; } = [];

    public List<string> Notes { get; } = [];

    public List<string> Questions { get; } = [];

    /// <summary>What the person answers; null for nobody there.</summary>
    public string? Answer { get; set; }

    public string Text => string.Join('\n', Lines);

    public VerbConsole Console => new(
        Lines.Add,
        new Consent(Answer is null ? "its input or output leads elsewhere" : "", question =>
        {
            Questions.Add(question);
            return Answer;
        }),
        this);

    /// <param name="time">A clock that goes, for verbs that wait.</param>
    public Tracker Tracker(TimeProvider? time = null) => new(
        History,
        (name, _) => Task.FromResult<Core.Jobs.IJobBackend?>(name == Backend.Name ? Backend : null),
        _ => Task.FromResult<IReadOnlyList<string>>(Notes),
        RecordedJobs.User,
        RecordedJobs.Host,
        time ?? Time);

    public void Report(Diagnostic diagnostic) => Diagnostics.Add(diagnostic);
}
