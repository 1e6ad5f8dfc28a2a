using System.Globalization;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Several builds of one sweep at once share its jobs: each experiment runs once, and every build tells how all ended.</summary>
public sealed class ConcurrencyTests
{
    private const int Jobs = 8;

    [LinuxFact]
    public Task Two_builds_on_one_file_run_every_experiment_once() => RunAsync(2, history: null);

    [LinuxFact]
    public Task Eight_builds_on_one_file_run_every_experiment_once() => RunAsync(8, history: null);

    [PostgresFact]
    public async Task Two_builds_on_one_server_run_every_experiment_once() => await RunAsync(2, await DatabaseAsync());

    [PostgresFact]
    public async Task Eight_builds_on_one_server_run_every_experiment_once() => await RunAsync(8, await DatabaseAsync());

    [LinuxFact]
    public async Task Without_a_group_a_second_build_of_a_project_joins_the_one_that_runs()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, """{"rate": [1, 2]}""");
        string[] arguments = ["-p:CalibanMaxParallel=2", .. ledger.Arguments];
        ledger.Hold();
        await using var first = new LiveCommand(consumer.Sweep("process", arguments));
        await first.WaitForAsync("begins 1");
        await first.WaitForAsync("begins 2");
        await using var second = new LiveCommand(consumer.Sweep("process", arguments));
        await second.WaitForAsync("another build already runs 2 of the experiments");

        ledger.LetGo();

        (await first.EndAsync()).ShouldSucceed().ShouldSay("2 of 2 experiments succeeded");
        (await second.EndAsync()).ShouldSucceed().ShouldSay("2 of 2 experiments succeeded").ShouldNotSay("begins");
        Assert.Equal("1 2", ledger.TakeRan());
        var groups = (await consumer.Build("CalibanStatus", "-getTargetResult:CalibanStatus").RunAsync()).Returned("CalibanStatus").Select(job => job["Group"]);
        Assert.StartsWith($"{Environment.UserName}-xgroup-", Assert.Single(groups.Distinct()));
    }

    private static async Task<string> DatabaseAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return server.AddressOf(await server.CreateDatabaseAsync());
    }

    private static async Task RunAsync(int builds, string? history)
    {
        using var ledger = new Ledger();
        var rates = string.Join(", ", Enumerable.Range(1, Jobs));
        await using var consumer = await Consumer.CreateAsync($"{Ledger.Script}time.sleep(0.2)", $$"""{"rate": [{{rates}}]}""");
        consumer.HistoryUrl = history ?? consumer.HistoryUrl;

        // Who comes after the others have ended finds all of it up to date.
        var results = await Task.WhenAll(Enumerable.Range(0, builds).Select(_ => consumer.Sweep(
            "process", ["-p:CalibanXGroup=shared", "-p:CalibanSkipCompleted=true", "-p:CalibanMaxParallel=2", .. ledger.Arguments]).RunAsync()));

        Assert.All(results, result => result.ShouldSucceed().ShouldSay(string.Create(CultureInfo.InvariantCulture, $"{Jobs} of {Jobs} experiments succeeded")));
        Assert.Equal(rates.Replace(",", "", StringComparison.Ordinal), ledger.TakeRan());
        var jobs = (await consumer.Build("CalibanStatus", "-p:CalibanMaxJobs=0", "-getTargetResult:CalibanStatus").RunAsync()).ShouldSucceed().Returned("CalibanStatus");
        Assert.Equal(Jobs, jobs.Count);
        Assert.All(jobs, job => Assert.Equal("Succeeded", job["State"]));
    }
}
