using System.Globalization;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>A sweep with <c>CalibanSkipCompleted</c> runs what is new, failed or changed, and says why.</summary>
public sealed class IncrementalTests
{
    private const string Experiments = """{"rate": [1, 2, 3]}""";

    private static readonly string[] Skip = ["-p:CalibanSkipCompleted=true", "-p:CalibanMaxParallel=3"];

    [DockerFact]
    public Task A_changed_sweep_runs_only_what_changed_in_containers() => RunOnlyWhatChangedAsync("docker");

    [LinuxFact]
    public Task A_changed_sweep_runs_only_what_changed_as_processes() => RunOnlyWhatChangedAsync("process");

    [DockerFact]
    public async Task What_is_up_to_date_starts_no_container_and_builds_no_image()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, Experiments);
        (await consumer.Sweep("docker", [.. Skip, .. ledger.Arguments]).RunAsync()).ShouldSucceed();
        var image = Assert.Single(await DockerCli.ImagesAsync(consumer.Name));
        await DockerCli.AskAsync("image", "rm", "--force", "--no-prune", image);
        var since = Seconds();

        (await consumer.Sweep("docker", [.. Skip, .. ledger.Arguments]).RunAsync()).ShouldSucceed().ShouldSay("3 of them up to date");

        Assert.Equal("", await DockerCli.AskAsync(
            "events", "--since", since, "--until", Seconds(), "--filter", "type=container", "--filter", "event=create",
            "--filter", $"label=build.caliban.project={consumer.Name}"));
        Assert.Empty(await DockerCli.ImagesAsync(consumer.Name));
    }

    [LinuxFact]
    public async Task Rebuild_runs_all_and_what_failed_is_run_again()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync($"{Ledger.Script}sys.exit(3 if name == '2' else 0)", Experiments);
        (await consumer.Sweep("process", [.. Skip, .. ledger.Arguments]).RunAsync()).ShouldFail();
        Assert.Equal("1 2 3", ledger.TakeRan());

        (await consumer.Sweep("process", [.. Skip, .. ledger.Arguments]).RunAsync()).ShouldFail()
            .ShouldSay("experiment 2 rate=2: failed before", "3 experiments: 1 failed before, 2 up to date", "2 of 3 experiments succeeded, 2 of them up to date, 1 failed");
        Assert.Equal("2", ledger.TakeRan());

        (await consumer.Build("Rebuild,CalibanRun", ["-p:CalibanEngine=process", .. Skip, .. ledger.Arguments]).RunAsync()).ShouldFail()
            .ShouldSay("2 of 3 experiments succeeded, 1 failed").ShouldNotSay("up to date");
        Assert.Equal("1 2 3", ledger.TakeRan());
    }

    [LinuxFact]
    public async Task A_dry_run_shows_the_standings_and_touches_nothing()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, Experiments);
        (await consumer.Sweep("process", [.. Skip, .. ledger.Arguments, "-p:CalibanDryRun=true"]).RunAsync()).ShouldSucceed().ShouldSay("3 jobs, none of them run");
        Assert.False(Directory.Exists(Path.Combine(consumer.Folder, "obj")));
        (await consumer.Sweep("process", [.. Skip, .. ledger.Arguments, "-p:ExperimentConfig=experiment.json"]).RunAsync()).ShouldSucceed();
        ledger.TakeRan();
        consumer.Write("experiment.json", """{"rate": [1, 2, 3, 4]}""");

        (await consumer.Sweep("process", [.. Skip, .. ledger.Arguments, "-p:CalibanDryRun=true"]).RunAsync()).ShouldSucceed()
            .ShouldSay("job 1 rate=1: [up to date]", "job 4 rate=4: [new]", "1 new, 3 up to date");

        Assert.Equal("", ledger.TakeRan());
        Assert.Equal(3, (await consumer.Build("CalibanStatus", "-getTargetResult:CalibanStatus").RunAsync()).ShouldSucceed().Returned("CalibanStatus").Count);
    }

    private static async Task RunOnlyWhatChangedAsync(string engine)
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, Experiments, """<JobEnvironment Include="MODE" Value="$(Mode)" />""", properties: "<Mode Condition=\"'$(Mode)' == ''\">one</Mode>");
        string[] arguments = [.. Skip, .. ledger.Arguments];
        (await consumer.Sweep(engine, arguments).RunAsync()).ShouldSucceed()
            .ShouldSay("experiment 1 rate=1: new", "3 experiments: 3 new", "3 of 3 experiments succeeded (");
        Assert.Equal("1 2 3", ledger.TakeRan());

        (await consumer.Sweep(engine, arguments).RunAsync()).ShouldSucceed()
            .ShouldSay("experiment 3 rate=3: up to date", "3 experiments: 3 up to date", "3 of 3 experiments succeeded, 3 of them up to date")
            .ShouldNotSay("begins", "code:");
        Assert.Equal("", ledger.TakeRan());

        // One experiment more does not change the others, nor does the project file.
        await File.AppendAllTextAsync(consumer.ProjectFile, "<!-- edited -->");
        consumer.Write("experiment.json", """{"rate": [1, 2, 3, 4]}""");
        (await consumer.Sweep(engine, arguments).RunAsync()).ShouldSucceed().ShouldSay("experiment 4 rate=4: new", "4 experiments: 1 new, 3 up to date");
        Assert.Equal("4", ledger.TakeRan());

        consumer.Write("train.py", $"{Ledger.Script}# edited\n");
        (await consumer.Sweep(engine, arguments).RunAsync()).ShouldSucceed()
            .ShouldSay("experiment 2 rate=2: runs again: code changed (train.py)", "4 experiments: 4 to run again: code changed (train.py)").ShouldNotSay("up to date");
        Assert.Equal("1 2 3 4", ledger.TakeRan());

        (await consumer.Sweep(engine, [.. arguments, "-p:Mode=two"]).RunAsync()).ShouldSucceed().ShouldSay("experiment 2 rate=2: runs again: variables changed (MODE)");
        Assert.Equal("1 2 3 4", ledger.TakeRan());
    }

    private static string Seconds() => DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
