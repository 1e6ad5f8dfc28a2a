using Caliban.Core.History;

namespace Caliban.Core.Jobs;

/// <summary>The results of a sweep while it runs, one for each job of the plan.</summary>
internal sealed class SweepResults
{
    private readonly SweepPlan _plan;
    private readonly JobResult[] _results;

    // Experiments that stand in the plan twice have one job.
    private readonly Dictionary<int, int> _sameAs = [];

    public SweepResults(SweepPlan plan, IReadOnlyList<Enrolment> enrolments)
    {
        _plan = plan;
        _results = [.. plan.Jobs.Zip(enrolments, (job, enrolment) => enrolment.Kind == EnrolmentKind.UpToDate
            ? new JobResult(job, JobState.Succeeded, 0, TimeSpan.Zero, "") { JobId = enrolment.Job, WasUpToDate = true }
            : new JobResult(job, JobState.Planned, null, TimeSpan.Zero, ""))];
        var first = new Dictionary<long, int>();
        foreach (var (position, enrolment) in enrolments.Index().Where(item => item.Item.Kind != EnrolmentKind.UpToDate))
        {
            if (!first.TryAdd(enrolment.Job, position))
            {
                _sameAs[position] = first[enrolment.Job];
            }
        }
    }

    public IReadOnlyList<JobResult> All => _results;

    public int UpToDate => _results.Count(result => result.WasUpToDate);

    /// <summary>Whether another experiment of the plan is the same and has the job of both.</summary>
    public bool IsRepeated(int position) => _sameAs.ContainsKey(position);

    public void Set(int position, JobResult result)
    {
        _results[position] = result;
        foreach (var repeated in _sameAs.Where(pair => pair.Value == position).Select(pair => pair.Key))
        {
            // The mistake is said once.
            _results[repeated] = result with { Job = _plan.Jobs[repeated], Failure = null };
        }
    }

    /// <summary>Whether a job has not ended, or was never handed over.</summary>
    public bool IsUnfinished => _results.Any(result => !result.State.IsFinal());

    // A stop that comes when every job has ended already stops nothing.
    public bool WasCanceled(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && _results.Any(result => result.State is JobState.Planned or JobState.Stopped);
}
