using Caliban.Core.History;

namespace Caliban.Core.Tracking;

/// <summary>Receives the output of jobs. Calls come one at a time.</summary>
public interface ILogObserver
{
    /// <summary>The output of a job begins; what follows may be mixed with that of other jobs.</summary>
    /// <param name="source">Where it comes from, for people.</param>
    void Begin(RecordedJob job, string source);

    /// <summary>Bytes as the job wrote them. The memory is valid during the call only.</summary>
    void Output(RecordedJob job, ReadOnlySpan<byte> bytes);

    /// <summary>The output is whole.</summary>
    void End(RecordedJob job);
}
