using Caliban.Core.History;

namespace Caliban.Core.Tests.History;

/// <summary>What every history does, whatever its database: each database has a class of its own that inherits these tests.</summary>
public abstract partial class HistoryContract : IAsyncLifetime
{
    private IHistory? _history;

    private protected IHistory History => _history!;

    public virtual async Task InitializeAsync() => _history = await OpenAsync();

    public virtual async Task DisposeAsync()
    {
        if (_history is not null)
        {
            await _history.DisposeAsync();
        }
    }

    /// <summary>Opens the store of this test; every time the same one.</summary>
    private protected abstract Task<IHistory> OpenAsync();

    private Task<IReadOnlyList<Enrolment>> BeginAsync(RecordedRun run, params WantedExperiment[] experiments) =>
        History.BeginRunAsync(run, Given.Image, experiments, Given.Nothing, skipCompleted: false, default);

    private Task<IReadOnlyList<Enrolment>> BeginNewAsync(RecordedRun run, params WantedExperiment[] experiments) =>
        History.BeginRunAsync(run, Given.Image, experiments, Given.Nothing, skipCompleted: true, default);

    /// <summary>Begins a run with one experiment and lets its job end.</summary>
    private async Task<long> EndedAsync(string run, WantedExperiment experiment, JobState state, string group = "g", string user = "ann")
    {
        var job = (await BeginAsync(Given.Run(run, group, user), experiment))[0].Job;
        Assert.True(await History.RecordAsync(job, Given.Change(state), default));
        await History.EndRunAsync(run, Given.Start.AddSeconds(3), default);
        return job;
    }

    private async Task<RecordedJob> JobAsync(long id) => Assert.Single(await History.JobsAsync(new JobQuery { Ids = [id] }, default));
}
