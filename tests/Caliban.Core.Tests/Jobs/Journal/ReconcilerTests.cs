using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs.Journal;

/// <summary>What becomes of the jobs of a build that was killed.</summary>
public sealed class ReconcilerTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeEngine _engine = new(_ => 0);
    private SweepTrial? _trial;
    private RecordedJob? _job;

    private SweepTrial Trial => _trial!;

    private RecordedJob Job => _job!;

    /// <summary>One job is with its backend, and one is planned.</summary>
    public async Task InitializeAsync()
    {
        _trial = await SweepTrial.StartAsync();
        var submission = await Trial.BeginAsync(Plans.Create(2, _folder.Path).Run(), _engine);
        var id = submission.Enrolments[0].Job;
        await submission.Journal.ClaimAsync(id, Path.Combine(_folder.Path, "obj", "logs", "r", "0001.log"), 0, [], CancellationToken.None);
        _job = await submission.Journal.FindAsync(id, CancellationToken.None);
    }

    public Task DisposeAsync() => Trial.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_build_that_lives_is_left_alone()
    {
        var found = await Trial.Reconciler(isAlive: _ => true).RunAsync(CancellationToken.None);

        Assert.Empty(found.Closed);
        Assert.Empty(Trial.Backend.Asked);
        Assert.Single(await Trial.History.OpenRunsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_build_that_looks_lives() => Assert.Empty((await Trial.Reconciler().RunAsync(CancellationToken.None)).Closed);

    [Fact]
    public async Task What_was_never_started_is_stopped()
    {
        await ReconcileAsync();

        var planned = (await Trial.History.JobsAsync(new JobQuery(), CancellationToken.None))[1];
        Assert.Equal((JobState.Stopped, RecordedJob.NeverStarted), (planned.State, planned.Detail));
        Assert.Empty(await Trial.History.OpenRunsAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_job_that_runs_can_be_adopted()
    {
        var process = new ProcessIdentity(7, "then");
        Trial.Backend.Jobs[Job.RemoteName] = new BackendJob(BackendState.Running, StartedAt: DateTimeOffset.UnixEpoch, Process: process);

        var found = await ReconcileAsync();

        Assert.Equal((Job.Id, process), (Assert.Single(found.Adoptable).Id, found.Adoptable[0].Process));
        var row = await RowAsync();
        Assert.Equal((JobState.Running, DateTimeOffset.UnixEpoch, process), (row.State, row.StartedAt, row.Process));
        Assert.Equal(["observe 1"], Trial.Backend.Asked);
    }

    [Theory]
    [InlineData(0, JobState.Succeeded)]
    [InlineData(3, JobState.Failed)]
    public async Task A_job_that_ended_unwatched_is_closed_with_its_exit_code_and_its_log_is_saved(int exitCode, JobState expected)
    {
        Trial.Backend.Jobs[Job.RemoteName] = new BackendJob(BackendState.Exited, exitCode, EndedAt: DateTimeOffset.UnixEpoch.AddHours(1));

        var found = await ReconcileAsync();

        Assert.Equal(expected, Assert.Single(found.Closed).State);
        var row = await RowAsync();
        Assert.Equal((expected, exitCode, DateTimeOffset.UnixEpoch.AddHours(1)), (row.State, row.ExitCode, row.EndedAt));
        Assert.Equal(["observe 1", $"save {Job.Id}", $"release {Job.Id}"], Trial.Backend.Asked);
    }

    [Fact]
    public async Task What_a_job_printed_of_metrics_while_nobody_watched_is_stored()
    {
        Trial.Backend.Jobs[Job.RemoteName] = new BackendJob(BackendState.Exited, 0);
        Directory.CreateDirectory(Path.GetDirectoryName(Job.LogPath)!);
        await File.WriteAllTextAsync(Job.LogPath, "hello\ncaliban-metric loss=0.5 step=1\ncaliban-metric loss=0.25 step=2");

        await ReconcileAsync();

        var metrics = await Trial.History.MetricsAsync(Job.Id, CancellationToken.None);
        Assert.Equal([(0.5, 1L), (0.25, 2L)], metrics.Select(metric => (metric.Value, metric.Step!.Value)));
    }

    [Fact]
    public async Task A_submission_that_never_arrived_is_settled_and_stopped()
    {
        await ReconcileAsync();

        Assert.Equal(JobState.Stopped, (await RowAsync()).State);
        Assert.Equal(["observe 1", $"settle {Job.Id}"], Trial.Backend.Asked);
    }

    [Fact]
    public async Task A_job_that_vanished_is_lost()
    {
        await Trial.History.RecordAsync(Job.Id, new JobChange(JobState.Running, DateTimeOffset.UtcNow), CancellationToken.None);

        await ReconcileAsync();

        Assert.Equal(JobState.Lost, (await RowAsync()).State);
    }

    [Fact]
    public async Task Nothing_is_concluded_from_a_backend_that_does_not_answer()
    {
        Trial.Backend.IsSilent = true;

        var found = await ReconcileAsync();

        Assert.Equal(["docker"], found.Silent.Select(backend => backend.Name));
        Assert.Equal(JobState.Submitting, (await RowAsync()).State);
    }

    [Fact]
    public async Task What_a_killed_build_kept_of_a_job_whose_end_it_had_written_down_is_removed()
    {
        await Trial.History.RecordAsync(Job.Id, new JobChange(JobState.Succeeded, DateTimeOffset.UtcNow) { ExitCode = 0 }, CancellationToken.None);

        await ReconcileAsync();
        await Trial.Reconciler().ReleaseLeftoversAsync(CancellationToken.None);

        Assert.Equal([$"release {Job.Id}"], Trial.Backend.Asked);
        Assert.Equal(JobState.Succeeded, (await RowAsync()).State);
    }

    [Fact]
    public async Task A_container_that_was_only_made_for_an_interrupted_submission_is_settled()
    {
        Trial.Backend.Jobs[Job.RemoteName] = new BackendJob(BackendState.Waiting);

        await ReconcileAsync();

        Assert.Contains($"settle {Job.Id}", Trial.Backend.Asked);
    }

    [Fact]
    public async Task A_second_look_finds_nothing_more_to_do()
    {
        Trial.Backend.Jobs[Job.RemoteName] = new BackendJob(BackendState.Exited, 0);
        await ReconcileAsync();

        Assert.Empty((await ReconcileAsync()).Closed);
    }

    private Task<Caliban.Core.Jobs.Journal.Reconciliation> ReconcileAsync() => Trial.Reconciler(isAlive: _ => false).RunAsync(CancellationToken.None);

    private async Task<RecordedJob> RowAsync() => (await Trial.History.JobsAsync(new JobQuery { Ids = [Job.Id] }, CancellationToken.None))[0];
}
