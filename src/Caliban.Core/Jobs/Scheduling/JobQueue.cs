namespace Caliban.Core.Jobs.Scheduling;

/// <summary>
/// Jobs in the order of the sweep. A job that needs more GPUs than are free lets later ones pass that need fewer, so that
/// no GPU is idle; but only so many of them, so that it gets its turn.
/// </summary>
/// <param name="patience">How many jobs may pass one.</param>
internal sealed class JobQueue(TimeProvider time, int patience = JobQueue.DefaultPatience)
{
    public const int DefaultPatience = 32;

    private readonly LinkedList<QueuedJob> _jobs = new();

    public int Count => _jobs.Count;

    public void Add(QueuedJob job) => _jobs.AddLast(job);

    /// <summary>Puts a job back to the front, because it could not be started after all.</summary>
    public void Return(QueuedJob job) => _jobs.AddFirst(job);

    public void Clear() => _jobs.Clear();

    /// <summary>Takes the first job that is due and fits; null when none does, or one has waited long enough for room.</summary>
    /// <param name="fits">Whether there is room for so many GPUs.</param>
    public QueuedJob? Take(Func<int, bool> fits)
    {
        var now = time.GetTimestamp();
        for (var node = _jobs.First; node is not null; node = node.Next)
        {
            var job = node.Value;
            if (job.Due > now)
            {
                continue;
            }

            if (fits(job.Devices))
            {
                foreach (var passed in Before(node).Where(passed => passed.Due <= now))
                {
                    passed.Overtaken++;
                }

                _jobs.Remove(node);
                return job;
            }

            if (job.Overtaken >= patience)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The time until the next job is due that is not yet; null when there is none.</summary>
    public TimeSpan? UntilNext()
    {
        var now = time.GetTimestamp();
        var later = _jobs.Where(job => job.Due > now).Select(job => job.Due).DefaultIfEmpty(long.MaxValue).Min();
        return later == long.MaxValue ? null : time.GetElapsedTime(now, later);
    }

    private static IEnumerable<QueuedJob> Before(LinkedListNode<QueuedJob> node)
    {
        for (var before = node.Previous; before is not null; before = before.Previous)
        {
            yield return before.Value;
        }
    }
}
