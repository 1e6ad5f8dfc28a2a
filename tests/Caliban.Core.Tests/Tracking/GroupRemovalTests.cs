using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Tracking;
using Caliban.Testing;
using static Caliban.Core.Tests.Tracking.RecordedJobs;

namespace Caliban.Core.Tests.Tracking;

public sealed class GroupRemovalTests : IDisposable
{
    private static readonly TrackingRequest Agreed = Request(TrackingVerb.Forget, "rates") with { Yes = true };

    private readonly TrackingTrial _trial = new();
    private readonly TemporaryFolder _folder = new();

    public GroupRemovalTests() => _trial.History.Add(
        Job(1, JobState.Failed, 1), Job(2, JobState.Succeeded, 1), Job(3, JobState.Succeeded, 2, "other"), Job(4, JobState.Succeeded, 3, user: "bob"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_group_of_ones_own_is_forgotten_and_its_logs_stay()
    {
        var log = _folder.Write("2.log", "");
        _trial.History.Add(Job(2, JobState.Succeeded, 1) with { LogPath = log });

        Assert.Equal(2, await ForgetAsync(Agreed));

        Assert.Equal(
            ["group rates of ada: 2 jobs of 1 experiment (1 succeeded, 1 failed)", "deleted 2 jobs from the history /home/ada/.caliban/caliban.db; 1 log file was left where it is"],
            _trial.Lines);
        Assert.True(File.Exists(log));
        Assert.Equal((3, 4), (_trial.History[3].Id, _trial.History[4].Id));
        Assert.Throws<KeyNotFoundException>(() => _trial.History[1]);
    }

    [Fact]
    public async Task A_group_with_unfinished_jobs_is_not()
    {
        _trial.History.Add(Job(5, JobState.Running, 5));

        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => ForgetAsync(Agreed));

        Assert.Equal("CAL7036", exception.Diagnostics[0].Descriptor.Code);
        Assert.Contains("1 job of it has not ended (1 running)", exception.Message);
        Assert.Equal(1, _trial.History[1].Id);
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        Assert.Equal(0, await ForgetAsync(Agreed with { DryRun = true }));

        Assert.Equal(1, _trial.History[1].Id);
    }

    [Fact]
    public async Task The_person_at_the_terminal_is_asked()
    {
        _trial.Answer = "";

        Assert.Equal(0, await ForgetAsync(Agreed with { Yes = false }));

        Assert.Equal(["do you wish to delete its history? [yN]: "], _trial.Questions);
        Assert.Equal(1, _trial.History[1].Id);
    }

    private Task<int> ForgetAsync(TrackingRequest request) => new GroupRemoval(_trial.Tracker(), request, _trial.Console).RunAsync(CancellationToken.None);
}
