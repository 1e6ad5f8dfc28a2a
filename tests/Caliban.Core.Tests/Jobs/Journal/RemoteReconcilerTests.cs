using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Processes;
using Caliban.Core.Tests.Jobs.Remote;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs.Journal;

/// <summary>What becomes of remote jobs whose build has ended, on this machine or on another.</summary>
public sealed class RemoteReconcilerTests : IAsyncLifetime, IDisposable
{
    private const string Here = "here";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRemoteBackend _backend = new();
    private SweepTrial? _trial;

    private IHistory History => _trial!.History;

    public async Task InitializeAsync() => _trial = await SweepTrial.StartAsync();

    public Task DisposeAsync() => _trial!.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Here)]
    [InlineData("elsewhere")]
    public async Task A_job_that_runs_can_be_adopted_whatever_machine_submitted_it(string host)
    {
        var job = await AbandonAsync(host);
        _backend.Jobs[job.RemoteName] = FakeRemoteBackend.Running with { StartedAt = DateTimeOffset.UnixEpoch };

        var found = await ReconcileAsync();

        Assert.Equal((job.Id, JobState.Running, $"{_backend.Place}/customJobs/{job.Id}"), (Assert.Single(found.Adoptable).Id, found.Adoptable[0].State, found.Adoptable[0].Resource));
        var row = await RowAsync(job.Id);
        Assert.Equal((JobState.Running, DateTimeOffset.UnixEpoch, found.Adoptable[0].Resource, $"https://jobs/{job.Id}"), (row.State, row.StartedAt, row.Resource, row.Link));
    }

    [Fact]
    public async Task A_job_that_waits_is_submitted_and_can_be_adopted()
    {
        var job = await AbandonAsync(Here);
        _backend.Jobs[job.RemoteName] = FakeRemoteBackend.Waiting;

        var found = await ReconcileAsync();

        Assert.Equal(JobState.Submitted, Assert.Single(found.Adoptable).State);
        Assert.Equal(JobState.Submitted, (await RowAsync(job.Id)).State);
    }

    [Theory]
    [InlineData(Here)]
    [InlineData("elsewhere")]
    public async Task Without_remote_jobs_nobody_is_asked_about_them(string host)
    {
        var job = await AbandonAsync(host);

        var found = await ReconcileAsync(andRemote: false);

        Assert.Empty(_backend.Calls);
        Assert.Empty(found.Silent);
        Assert.Equal(JobState.Submitting, (await RowAsync(job.Id)).State);
    }

    [Fact]
    public async Task Processes_of_another_machine_are_left_to_it()
    {
        var job = await AbandonAsync("elsewhere", remote: false);

        await ReconcileAsync();

        Assert.Empty(_backend.Calls);
        Assert.Equal(JobState.Submitting, (await RowAsync(job.Id)).State);
    }

    [Fact]
    public async Task The_jobs_of_other_users_are_left_to_them()
    {
        var job = await AbandonAsync("elsewhere", user: "bob");

        await ReconcileAsync();

        Assert.Equal(JobState.Submitting, (await RowAsync(job.Id)).State);
    }

    [Fact]
    public async Task A_submission_that_never_arrived_is_settled_and_can_be_sent_again()
    {
        var job = await AbandonAsync("elsewhere");

        var found = await ReconcileAsync();

        Assert.Equal(["observe 1", $"settle {job.Id}"], _backend.Calls);
        Assert.Equal(JobState.Stopped, Assert.Single(found.Closed).State);
        var row = await RowAsync(job.Id);
        Assert.Equal(("vertex never had it: its build ended while it was submitted", true), (row.Detail, row.WasNeverStarted));
    }

    [Fact]
    public async Task A_job_that_vanished_is_lost_and_not_settled()
    {
        var job = await AbandonAsync(Here);
        await History.RecordAsync(job.Id, new JobChange(JobState.Submitted, DateTimeOffset.UtcNow), CancellationToken.None);

        await ReconcileAsync();

        var row = await RowAsync(job.Id);
        Assert.Equal((JobState.Lost, "vertex does not know it any more", false), (row.State, row.Detail, row.WasNeverStarted));
        Assert.Equal(["observe 1"], _backend.Calls);
    }

    [Fact]
    public async Task A_job_that_ended_unwatched_is_closed_with_what_the_backend_says_and_its_log_is_saved()
    {
        var job = await AbandonAsync(Here);
        _backend.Jobs[job.RemoteName] = FakeRemoteBackend.Ended(3, "it says why") with { EndedAt = DateTimeOffset.UnixEpoch.AddHours(1) };
        _backend.Log = _ => "caliban-metric loss=0.5 step=1\n";

        await ReconcileAsync();

        var row = await RowAsync(job.Id);
        Assert.Equal((JobState.Failed, 3, "it says why", DateTimeOffset.UnixEpoch.AddHours(1)), (row.State, row.ExitCode!.Value, row.Detail, row.EndedAt));
        Assert.Equal("caliban-metric loss=0.5 step=1\n", await File.ReadAllTextAsync(row.LogPath));
        Assert.Equal([0.5], (await History.MetricsAsync(job.Id, CancellationToken.None)).Select(metric => metric.Value));
    }

    [Fact]
    public async Task A_job_that_somebody_cancelled_there_is_stopped()
    {
        var job = await AbandonAsync(Here);
        _backend.Jobs[job.RemoteName] = FakeRemoteBackend.Cancelled;

        await ReconcileAsync();

        Assert.Equal((JobState.Stopped, false), ((await RowAsync(job.Id)).State, (await RowAsync(job.Id)).WasNeverStarted));
    }

    [Fact]
    public async Task Nothing_is_written_to_a_path_of_another_machine()
    {
        var job = await AbandonAsync("elsewhere");
        _backend.Jobs[job.RemoteName] = FakeRemoteBackend.Ended(0);

        await ReconcileAsync();

        Assert.Equal(JobState.Succeeded, (await RowAsync(job.Id)).State);
        Assert.False(File.Exists(job.LogPath));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_keeps_no_job_open()
    {
        var first = await AbandonAsync(Here);
        var second = await AbandonAsync(Here);
        _backend.Jobs[first.RemoteName] = _backend.Jobs[second.RemoteName] = FakeRemoteBackend.Ended(0);
        _backend.Log = _ => throw new TimeoutException("the planted silence");

        var found = await ReconcileAsync();

        Assert.Empty(found.Silent);
        Assert.Equal(2, found.Closed.Count);
        Assert.Single(_backend.Calls, call => call.StartsWith("save", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_many_that_ended_only_some_logs_are_fetched()
    {
        for (var count = 0; count < 30; count++)
        {
            _backend.Jobs[(await AbandonAsync(Here)).RemoteName] = FakeRemoteBackend.Ended(0);
        }

        var found = await ReconcileAsync();

        Assert.Equal(30, found.Closed.Count);
        Assert.Equal(20, _backend.Calls.Count(call => call.StartsWith("save", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_concluded_from_a_backend_that_does_not_answer()
    {
        var job = await AbandonAsync("elsewhere");
        _backend.Silence = "the planted silence.";

        var found = await ReconcileAsync();

        Assert.Equal(new SilentBackend("vertex", "the planted silence"), Assert.Single(found.Silent));
        Assert.Equal(JobState.Submitting, (await RowAsync(job.Id)).State);
    }

    /// <summary>A build claims a job and ends before it hears of it.</summary>
    private async Task<RecordedJob> AbandonAsync(string host, bool remote = true, string user = "ann")
    {
        var run = $"run-{Guid.NewGuid():N}";
        var recorded = new RecordedRun
        {
            Id = run,
            Group = run,
            User = user,
            Host = host,
            Process = new ProcessIdentity(1, "then"),
            StartedAt = DateTimeOffset.UtcNow,
            HeartbeatAt = DateTimeOffset.UtcNow,
            Project = "mnist",
            ProjectFile = "/mnist.csproj",
            Lineage = new Lineage("", "", "", ""),
        };
        var experiment = new WantedExperiment(run, "x=1", "trainer.train", [], new Fingerprint(run, 1, "image", "", "", "", ""));
        var job = (await History.BeginRunAsync(
            recorded, new RecordedImage("image", "", "", new Dictionary<string, string>()), [experiment], new Dictionary<string, long>(), skipCompleted: false, CancellationToken.None))[0].Job;
        var claim = new Claim
        {
            Job = job,
            RunId = run,
            Host = host,
            Backend = remote ? "vertex" : "process",
            RemoteName = $"caliban-mnist-{History.StoreId}-{job}",
            LogPath = Path.Combine(_folder.Path, "obj", "logs", run, "0001.log"),
            Resource = remote ? _backend.Place : "",
            At = DateTimeOffset.UtcNow,
        };
        Assert.Equal(ClaimOutcome.Claimed, Assert.Single(await History.ClaimAllAsync([claim], CancellationToken.None)).Outcome);
        await History.EndRunAsync(run, DateTimeOffset.UtcNow, CancellationToken.None);
        return await RowAsync(job);
    }

    private Task<Reconciliation> ReconcileAsync(bool andRemote = true) =>
        new Reconciler(History, (_, _) => Task.FromResult<IJobBackend?>(_backend), "ann", Here, andRemote: andRemote).RunAsync(CancellationToken.None);

    private async Task<RecordedJob> RowAsync(long id) => Assert.Single(await History.JobsAsync(new JobQuery { Ids = [id] }, CancellationToken.None));
}
