using System.Collections;
using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tests.Reports;

/// <summary>Remembers how often it was written to.</summary>
internal sealed class WatchedStream : MemoryStream
{
    /// <summary>How many of the jobs were handed out when bytes came last.</summary>
    public int JobsAtLastWrite { get; private set; }

    public int JobsHandedOut { get; set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        JobsAtLastWrite = JobsHandedOut;
        base.Write(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        JobsAtLastWrite = JobsHandedOut;
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        JobsAtLastWrite = JobsHandedOut;
        return base.WriteAsync(buffer, cancellationToken);
    }
}

/// <summary>
/// Results that are made when they are asked for and kept by nobody. Once the first bytes are written, it watches how many
/// more are asked for before the next.
/// </summary>
internal sealed class GeneratedJobs(int count, WatchedStream stream) : IReadOnlyList<JobResult>
{
    /// <summary>The most jobs that were handed out and not written yet.</summary>
    public int LargestLag { get; private set; }

    public int Count => count;

    public JobResult this[int index] => new(
        new PlannedJob(index + 1, $"rate={index + 1}", ["--rate", $"{index + 1}"]), JobState.Succeeded, 0, TimeSpan.FromSeconds(1), "");

    public IEnumerator<JobResult> GetEnumerator()
    {
        for (var index = 0; index < count; index++)
        {
            stream.JobsHandedOut = index;
            if (stream.Length > 0)
            {
                LargestLag = Math.Max(LargestLag, index - stream.JobsAtLastWrite);
            }

            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
