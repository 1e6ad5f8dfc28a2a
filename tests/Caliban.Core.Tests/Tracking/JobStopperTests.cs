using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Tracking;
using static Caliban.Core.Tests.Tracking.RecordedJobs;

namespace Caliban.Core.Tests.Tracking;

public sealed class JobStopperTests
{
    private static readonly TrackingRequest Agreed = Request(TrackingVerb.Stop, "rates") with { Yes = true };

    private readonly TrackingTrial _trial = new();

    public JobStopperTests()
    {
        _trial.History.Add(
            Job(1, JobState.Succeeded, 1), Job(2, JobState.Running, 2), Job(3, JobState.Planned, 3), Job(4, JobState.Running, 4, "other"), Job(5, JobState.Running, 5, user: "bob"));
        _trial.History.AddLiveRun("run-1");
    }

    [Fact]
    public async Task Unfinished_jobs_of_the_group_and_of_nobody_else_are_stopped()
    {
        var jobs = await StopAsync(Agreed);

        Assert.Equal(["2 Stopped", "3 Stopped"], jobs.Select(job => $"{job.Id} {job.State}"));
        Assert.Equal(["stop 2"], _trial.Backend.Calls);
        Assert.Equal((JobState.Running, JobState.Running), (_trial.History[4].State, _trial.History[5].State));
        Assert.Equal("stopped by ada", _trial.History[2].Detail);
    }

    [Fact]
    public async Task A_job_is_written_down_as_stopped_before_the_run_that_watches_it_sees_it_fail()
    {
        _trial.Backend.OnStop = job => Assert.False(
            _trial.History.RecordAsync(job.Id, new JobChange(JobState.Failed, Start) { ExitCode = 137 }, CancellationToken.None).Result);

        await StopAsync(Agreed);

        Assert.Equal((JobState.Stopped, (int?)null), (_trial.History[2].State, _trial.History[2].ExitCode));
    }

    [Fact]
    public async Task The_log_of_a_job_that_no_run_watches_is_saved_and_the_rest_is_removed()
    {
        _trial.History.EndRuns();

        await StopAsync(Agreed);

        Assert.Equal(["stop 2", "save 2", "release 2"], _trial.Backend.Calls);
    }

    [Fact]
    public async Task A_planned_job_that_was_claimed_meanwhile_is_stopped_at_its_backend_too()
    {
        _trial.History.BeforeQuery = query =>
        {
            if (query == 2)
            {
                _trial.History.Add(_trial.History[3] with { Backend = "docker", RemoteName = "caliban-3", ClaimedBy = "run-1" });
                _trial.Backend.States[3] = BackendState.Running;
            }
        };

        await StopAsync(Agreed);

        Assert.Contains("stop 2 3", _trial.Backend.Calls);
    }

    [Fact]
    public async Task A_job_that_is_about_to_be_submitted_is_stopped_when_its_backend_has_it()
    {
        _trial.History.Add(Job(2, JobState.Submitting, 2), Job(3, JobState.Succeeded, 3));
        _trial.Backend.States[2] = BackendState.Running;

        await StopAsync(Agreed);

        Assert.Equal(["stop 2", "stop 2"], _trial.Backend.Calls);
    }

    [Fact]
    public async Task What_is_left_of_the_submission_of_a_dead_build_starts_nothing_later()
    {
        _trial.History.EndRuns();
        _trial.History.Add(Job(2, JobState.Submitting, 2), Job(3, JobState.Succeeded, 3));

        await StopAsync(Agreed);

        Assert.Contains("settle 2", _trial.Backend.Calls);
    }

    [Fact]
    public async Task Nothing_is_written_when_the_backend_does_not_answer()
    {
        _trial.Backend.IsSilent = true;

        await StopAsync(Agreed);

        Assert.Equal(JobState.Running, _trial.History[2].State);
        var diagnostic = Assert.Single(_trial.Diagnostics);
        Assert.Equal("CAL7039", diagnostic.Descriptor.Code);
        Assert.EndsWith("docker does not answer. It may still run as 'caliban-0a1b2c3d-2'.", diagnostic.Message);
    }

    [Fact]
    public async Task A_stop_that_fails_says_that_the_history_was_written()
    {
        _trial.Backend.OnStop = _ => throw new InvalidOperationException("no such container.");

        await StopAsync(Agreed);

        Assert.Equal(JobState.Stopped, _trial.History[2].State);
        Assert.EndsWith("no such container. It may still run as 'caliban-0a1b2c3d-2'. The history calls it stopped already.", Assert.Single(_trial.Diagnostics).Message);
    }

    [Fact]
    public async Task A_job_on_another_machine_is_left_alone_and_named()
    {
        _trial.History.Add(Job(2, JobState.Running, 2) with { Host = "laptop" });

        await StopAsync(Agreed);

        Assert.Equal(JobState.Running, _trial.History[2].State);
        Assert.Empty(_trial.Backend.Calls);
        Assert.Equal(("CAL7038", true), (_trial.Diagnostics[0].Descriptor.Code, _trial.Diagnostics[0].Message.Contains("runs on laptop", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_stopped_and_asks_nobody()
    {
        var jobs = await StopAsync(Agreed with { DryRun = true, Yes = false });

        Assert.Equal([2L, 3L], jobs.Select(job => job.Id));
        Assert.Equal(JobState.Running, _trial.History[2].State);
        Assert.Empty(_trial.Questions);
        Golden.Check("Tracking", "stop.txt", $"{_trial.Text}\n");
    }

    [Theory]
    [InlineData("y", true)]
    [InlineData(" YES ", true)]
    [InlineData("n", false)]
    [InlineData("", false)]
    [InlineData("yesterday", false)]
    public async Task The_person_at_the_terminal_is_asked(string answer, bool stops)
    {
        _trial.Answer = answer;

        await StopAsync(Agreed with { Yes = false });

        Assert.Equal(["do you wish to stop these 2 jobs? [yN]: "], _trial.Questions);
        Assert.Equal(stops, _trial.History[2].State == JobState.Stopped);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_consent_is_needed_beforehand()
    {
        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => StopAsync(Agreed with { Yes = false }));

        Assert.Equal("CAL7031", exception.Diagnostics[0].Descriptor.Code);
        Assert.Contains("-p:CalibanYes=true", exception.Message);
        Assert.Equal(JobState.Running, _trial.History[2].State);
    }

    [Fact]
    public async Task Where_nothing_runs_nobody_is_asked()
    {
        await StopAsync(Request(TrackingVerb.Stop, "rates", 1));

        Assert.Equal("there are no jobs to stop", _trial.Text);
    }

    [Fact]
    public async Task The_jobs_of_others_can_be_stopped_by_asking_for_them()
    {
        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => StopAsync(Request(TrackingVerb.Stop, "", 5) with { Yes = true }));
        Assert.Equal("CAL7042", exception.Diagnostics[0].Descriptor.Code);

        await StopAsync(Request(TrackingVerb.Stop, "", 5) with { Yes = true, User = "bob" });
        Assert.Equal(JobState.Stopped, _trial.History[5].State);
    }

    private Task<IReadOnlyList<RecordedJob>> StopAsync(TrackingRequest request) =>
        new JobStopper(_trial.Tracker(), request, _trial.Console).RunAsync(CancellationToken.None);
}
