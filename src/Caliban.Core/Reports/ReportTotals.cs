using Caliban.Core.History;
using Caliban.Core.Jobs;

namespace Caliban.Core.Reports;

/// <summary>How many jobs ended how.</summary>
/// <param name="UpToDate">Those of the succeeded ones that were not run, since their results were there.</param>
internal sealed record ReportTotals(int Jobs, int Succeeded, int UpToDate, int Failed, int Lost, int Stopped, int NotRun)
{
    public static ReportTotals Of(SweepResult result)
    {
        var counts = result.Jobs.CountBy(job => job.State).ToDictionary();
        var (succeeded, failed, lost, stopped) = (Count(JobState.Succeeded), Count(JobState.Failed), Count(JobState.Lost), Count(JobState.Stopped));
        return new ReportTotals(
            result.Jobs.Count,
            succeeded,
            result.Jobs.Count(job => job.WasUpToDate),
            failed,
            lost,
            stopped,
            result.Jobs.Count - succeeded - failed - lost - stopped);

        int Count(JobState state) => counts.GetValueOrDefault(state);
    }
}
