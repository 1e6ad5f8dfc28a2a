using Caliban.Core.History;

namespace Caliban.Core.Jobs.Journal;

/// <summary>A backend that did not answer.</summary>
/// <param name="Reason">Why, for people; may be empty.</param>
public sealed record SilentBackend(string Name, string Reason)
{
    public override string ToString() => Reason.Length == 0 ? $"{Name} does not answer" : $"{Name} does not answer ({Reason})";
}

/// <summary>What a reconciliation found out.</summary>
/// <param name="Adoptable">Jobs of builds that have ended, which still run: whoever wants their results can follow them.</param>
/// <param name="Closed">Jobs that had ended, or were never started, and whose rows say so now.</param>
/// <param name="Silent">Backends that did not answer: their jobs stand as they stood.</param>
public sealed record Reconciliation(
    IReadOnlyList<RecordedJob> Adoptable, IReadOnlyList<(RecordedJob Job, JobState State)> Closed, IReadOnlyList<SilentBackend> Silent);
