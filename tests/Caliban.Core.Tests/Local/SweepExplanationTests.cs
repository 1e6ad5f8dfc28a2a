using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Local;
using Caliban.Core.Reports;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Why experiments would run again, with a real history of real processes.</summary>
public sealed class SweepExplanationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public SweepExplanationTests()
    {
        _folder.Write("run.sh", "test $2 != 2");
        _folder.Write("trial.csproj", "<Project />");
    }

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task Without_a_history_all_is_new_and_none_is_made()
    {
        var explained = await ExplainAsync(Plan(2));

        Assert.Equal(["new", "new"], explained.Select(experiment => experiment.Standing.Reason));
        Assert.False(File.Exists(HistoryFile));
    }

    [UnixFact]
    public async Task Each_experiment_is_compared_with_its_last_job()
    {
        await RunAsync(Plan(2));

        var explained = await ExplainAsync(Plan(3));

        Assert.Equal(["up to date", "failed before", "new"], explained.Select(experiment => experiment.Standing.Reason));
        Assert.Equal([1L, 2L, null], explained.Select(experiment => experiment.Before?.Id));
        Assert.All(explained, experiment => Assert.Empty(experiment.Differences));
    }

    [UnixFact]
    public async Task Every_part_that_differs_is_shown()
    {
        await RunAsync(Plan(1));
        _folder.Write("run.sh", "true");
        var changed = Plan(1) with { Environment = [new JobVariable("SEED", "1")] };

        var explained = await ExplainAsync(changed);
        var lines = ExplanationLines.Of(explained).ToList();

        Assert.Equal("experiment 1 rate=1: runs again: code changed (run.sh), variables changed (SEED)", lines[0]);
        Assert.StartsWith("  compared with job 1: succeeded 20", lines[1]);
        Assert.Matches("^  image      process-[0-9a-f]+ → process-[0-9a-f]+$", lines[2]);
        Assert.Equal("    run.sh changed", lines[3]);
        Assert.Equal(["image", "variables"], explained[0].Differences);
        Assert.Equal("1 experiment: 1 to run again: code changed (run.sh), variables changed (SEED); nothing was run", lines[^1]);
    }

    [UnixFact]
    public async Task A_group_is_compared_with_alone()
    {
        await RunAsync(Plan(1) with { Group = "one" });

        Assert.Equal("new", (await ExplainAsync(Plan(1), "another"))[0].Standing.Reason);
        Assert.Equal("up to date", (await ExplainAsync(Plan(1), "one"))[0].Standing.Reason);
    }

    [UnixFact]
    public async Task A_dry_run_shows_how_experiments_stand()
    {
        await RunAsync(Plan(1));

        var lines = await LocalSweep.PreviewAsync(Plan(2) with { SkipCompleted = true }, Environment.GetEnvironmentVariable, CancellationToken.None);

        Assert.StartsWith("job 1 rate=1: [up to date] ", lines[0]);
        Assert.StartsWith("job 2 rate=2: [new] ", lines[1]);
        Assert.Equal("With CalibanSkipCompleted: 1 new, 1 up to date.", lines[^1]);
    }

    private string HistoryFile => Path.Combine(_folder.Path, "obj", "history.db");

    private SweepPlan Plan(int jobs) => Plans.Create(jobs, _folder.Path) with
    {
        ProjectFile = Path.Combine(_folder.Path, "trial.csproj"),
        Engine = EngineChoice.Process,
        HistoryLocation = HistoryFile,
        Image = new ImageDeclaration(new ProjectProgram(ProgramKind.ShellScript, "run.sh", ".")),
    };

    private Task<ReportedSweep> RunAsync(SweepPlan plan) =>
        LocalSweep.RunAsync(plan, Environment.GetEnvironmentVariable, _observer, _observer, CancellationToken.None);

    private Task<IReadOnlyList<ExplainedExperiment>> ExplainAsync(SweepPlan plan, string group = "") =>
        new SweepExplanation(Environment.GetEnvironmentVariable, _observer).ReadAsync(plan, group, CancellationToken.None);
}
