using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Vertex.Api;

/// <summary>How often one job was tried, and when that is enough.</summary>
/// <param name="label">The value of its label.</param>
internal sealed class SubmissionAttempts(VertexSubmitterOptions options, string label, Action<string> onWait)
{
    private int _slowed;
    private int _unsent;
    private int _uncertain;

    public string Label => label;

    /// <summary>Whether it may have been accepted at some time.</summary>
    public bool MayExist { get; set; }

    public void Say(FormattableString text) => onWait(FormattableString.Invariant(text));

    /// <exception cref="SubmissionRefusedException">It was refused too often.</exception>
    public void Count(CreateOutcome.Slowed slowed)
    {
        if (++_slowed >= options.MostSlowed)
        {
            throw slowed.Exception;
        }

        Say($"more jobs were sent than the region takes in a minute; it goes on more slowly");
    }

    /// <returns>How often this happened before.</returns>
    /// <exception cref="DiagnosticException">It happened too often, or does not pass.</exception>
    public int Count(CreateOutcome.NotSent notSent)
    {
        if (!notSent.MayPass || ++_unsent >= options.MostUnsent)
        {
            throw MayExist ? VertexClient.Uncertain($"{VertexSubmitter.JobLabel}={label}", notSent.Reason) : new DiagnosticException(notSent.Diagnostic);
        }

        Say($"the service cannot be reached ({notSent.Reason}); it is sent again");
        return _unsent - 1;
    }

    /// <exception cref="DiagnosticException">CAL5069: it happened too often.</exception>
    public void Count(CreateOutcome.Unknown unknown)
    {
        if (++_uncertain >= options.MostUncertain)
        {
            throw VertexClient.Uncertain($"{VertexSubmitter.JobLabel}={label}", $"it was sent {_uncertain} times and not found afterwards ({unknown.Reason})");
        }

        Say($"{unknown.Reason}, and no such job is there; it is sent again");
    }
}
