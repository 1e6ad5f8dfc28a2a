using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Tests.Jobs;
using Caliban.Core.Tracking;
using Caliban.Testing;
using static Caliban.Core.Tests.Tracking.RecordedJobs;

namespace Caliban.Core.Tests.Tracking;

public sealed class ResubmissionTests : IDisposable
{
    private readonly TrackingTrial _trial = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string _project;

    public ResubmissionTests()
    {
        _project = _folder.Write("mnist.csproj", "<Project />");
        Add(Job(1, JobState.Failed, 1), Job(2, JobState.Succeeded, 2), Job(3, JobState.Failed, 3), Job(4, JobState.Succeeded, 3), Job(5, JobState.Stopped, 4), Job(6, JobState.Lost, 5), Job(7, JobState.Running, 6));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "1 5 6")]
    [InlineData(true, "1 2 4 5 6")]
    public async Task The_newest_job_of_each_experiment_counts_and_unfinished_ones_are_left_alone(bool all, string expected)
    {
        var (_, projects) = await SelectAsync(Request(TrackingVerb.Resubmit, "rates") with { AllJobs = all, Yes = true });

        var project = Assert.Single(projects);
        Assert.Equal((_project, expected), (project.ProjectFile, string.Join(' ', project.Jobs.Select(job => job.Id))));
        Assert.Contains("1 job of the group has not ended and is left alone", _trial.Lines);
    }

    [Fact]
    public async Task A_dry_run_shows_the_jobs_and_chooses_none()
    {
        var (chosen, projects) = await SelectAsync(Request(TrackingVerb.Resubmit, "rates") with { DryRun = true });

        Assert.Equal(3, chosen.Count);
        Assert.Empty(projects);
        Golden.Check("Tracking", "resubmit.txt", $"{_trial.Text}\n");
    }

    [Fact]
    public async Task The_person_at_the_terminal_is_asked()
    {
        _trial.Answer = "n";

        var (_, projects) = await SelectAsync(Request(TrackingVerb.Resubmit, "rates"));

        Assert.Empty(projects);
        Assert.Equal(["do you wish to resubmit these 3 jobs? [yN]: "], _trial.Questions);
    }

    [Fact]
    public async Task When_all_succeeded_there_is_nothing_to_do()
    {
        Add(Job(1, JobState.Succeeded, 1), Job(5, JobState.Succeeded, 4), Job(6, JobState.Succeeded, 5));

        var (chosen, _) = await SelectAsync(Request(TrackingVerb.Resubmit, "rates"));

        Assert.Empty(chosen);
        Assert.Contains("CalibanAllJobs=true", _trial.Text);
    }

    [Fact]
    public async Task A_project_that_has_moved_is_named_and_nothing_is_asked()
    {
        _trial.Answer = "y";
        _trial.History.Add(Job(1, JobState.Failed, 1));

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => SelectAsync(Request(TrackingVerb.Resubmit, "rates")));

        Assert.Equal("CAL7033", Assert.Single(exception.Diagnostics).Descriptor.Code);
        Assert.Contains($"1 job of group 'rates' cannot be resubmitted: they were submitted from '{ProjectFile}' on tower", exception.Message);
        Assert.Empty(_trial.Questions);
    }

    [Fact]
    public async Task The_plan_of_the_project_gets_the_recorded_jobs()
    {
        var planFile = Path.Combine(_folder.Path, "obj", "caliban", "plan.json");
        await PlanFile.WriteAsync(planFile, Plans.Create(2) with { ScriptArguments = ["--rate"], SkipCompleted = true, MaxParallel = 3 }, CancellationToken.None);
        var withGpus = Job(6, JobState.Lost, 5);
        IReadOnlyList<RecordedJob> jobs = [Job(1, JobState.Failed, 1), withGpus with { Fingerprint = withGpus.Fingerprint with { Hardware = "gpus=2; GpuSpec=2xT4" } }];

        var (file, _) = await Resubmission.WriteAsync(planFile, "rates", jobs, CancellationToken.None);

        var plan = await PlanFile.ReadAsync(file, CancellationToken.None);
        Assert.Equal(Path.Combine(_folder.Path, "obj", "caliban", "resubmission-1.json"), file);
        Assert.Equal(("rates", false, 3), (plan.Group, plan.SkipCompleted, plan.MaxParallel));
        Assert.Equal(["1 rate=0.1: --rate 0.1 --name two words", "2 rate=0.5: --rate 0.5 --name two words"], plan.Jobs.Select(job => $"{job.Title}: {string.Join(' ', job.Arguments)}"));
        Assert.Equal([null, 2], plan.Jobs.Select(job => job.Gpus));
        Assert.Equal(["--rate", "0.1", "--name", "two words"], plan.WithScriptArguments([]).Jobs[0].Arguments);
    }

    [Fact]
    public void A_project_that_runs_another_program_now_is_refused()
    {
        var exception = Assert.Throws<DiagnosticException>(() => Resubmission.Plan(
            Plans.Create(1), "rates", [Job(1, JobState.Failed, 1) with { Command = "trainer.old" }]));

        Assert.Equal("CAL7044", exception.Diagnostics[0].Descriptor.Code);
        Assert.Contains("-p:CalibanModule=trainer.old", exception.Message);
    }

    private void Add(params RecordedJob[] jobs) => _trial.History.Add([.. jobs.Select(job => job with { ProjectFile = _project })]);

    private Task<(IReadOnlyList<RecordedJob> Chosen, IReadOnlyList<ResubmittedProject> Projects)> SelectAsync(TrackingRequest request) =>
        new ResubmissionSelection(_trial.Tracker(), request, _trial.Console).RunAsync(CancellationToken.None);
}
