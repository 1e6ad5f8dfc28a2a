using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Metrics;
using Caliban.Core.Reports;
using Caliban.Core.Tests.Jobs;

namespace Caliban.Core.Tests.Reports;

/// <summary>Reports for tests.</summary>
internal static class SampleReports
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>A sweep in which everything happened that can happen to a job.</summary>
    public static SweepReport Everything(string folder = "/nowhere")
    {
        var plan = Plans.Create(8, folder);
        JobResult[] results =
        [
            plan.Jobs[0].Result(JobState.Succeeded, 0, 61.25) with
            {
                JobId = 11,
                LogPath = Log(1),
                Metrics =
                [
                    new JobMetric("loss", 0.75, 1, Start),
                    new JobMetric("loss", 0.12345, 2, Start.AddSeconds(1.5)),
                    new JobMetric("val/acc_top-5", double.NaN, null, Start),
                ],
            },
            plan.Jobs[1].Fail(JobState.Failed, LocalRunDiagnostics.JobFailed, 3, "2 rate=2", 3, "", "--rate 2", Log(2)) with
            {
                JobId = 12, Attempts = 3, LogPath = Log(2),
            },
            plan.Jobs[2].Fail(JobState.Failed, LocalRunDiagnostics.JobNotStarted, null, "3 rate=3", "no such image", "--rate 3", Log(3)) with { JobId = 13, LogPath = Log(3) },
            plan.Jobs[3].Fail(JobState.Lost, LocalRunDiagnostics.JobLost, null, "4 rate=4", "--rate 4", Log(4)) with { JobId = 14, LogPath = Log(4) },
            plan.Jobs[4].Result(JobState.Stopped) with { JobId = 15, LogPath = Log(5) },
            plan.Jobs[5].Result(JobState.Planned, seconds: 0),
            plan.Jobs[6].Result(JobState.Succeeded, 0, 0) with { JobId = 7, WasUpToDate = true, Metrics = [new JobMetric("loss", 1.2e-5, 2, Start)] },
            plan.Jobs[7].Fail(JobState.Failed, LocalRunDiagnostics.JobTimedOut, null, "8 rate=8", "2.0 s", "--rate 8", Log(8)) with { JobId = 18, LogPath = Log(8) },
        ];
        return Create(plan, results);

        string Log(int index) => Path.Combine(plan.OutputFolder, "logs", "20260102-030405-abcd", $"{index:D4}.log");
    }

    /// <summary>A sweep of so many jobs, of which the first ones failed.</summary>
    public static SweepReport Large(int jobs, int failed, string folder = "/nowhere")
    {
        var plan = Plans.Create(jobs, folder);
        return Create(plan, [.. plan.Jobs.Select(job => job.Index <= failed
            ? job.Fail(JobState.Failed, LocalRunDiagnostics.JobFailed, 1, job.Title, 1, "", "--rate", "log")
            : job.Result(JobState.Succeeded, 0))]);
    }

    public static SweepReport Create(SweepPlan plan, IReadOnlyList<JobResult> results) => new()
    {
        Run = plan.Run(),
        Result = new SweepResult(results, TimeSpan.FromSeconds(66.5), WasCanceled: false),
        Lineage = new Lineage("0123456789abcdef0123456789abcdef01234567", "fedc", "ba98", "0.1.0"),
        Image = new RecordedImage("aa11", "caliban/mnist:aa11", "sha256:bb22", new Dictionary<string, string>()),
        Backend = "docker",
        User = "ada",
        Host = "engine",
        StartedAt = Start,
        EndedAt = Start.AddSeconds(66.5),
    };

    public static JobResult Fail(this PlannedJob job, JobState state, DiagnosticDescriptor descriptor, int? exitCode, params object?[] arguments) =>
        job.Result(state, exitCode, 2.5) with { Failure = Diagnostic.Create(descriptor, new SourceLocation("/nowhere/mnist.csproj"), arguments) };
}
