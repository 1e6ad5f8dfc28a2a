using System.Text.Json;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Retries, limits and variables of jobs, as the properties and items of a project ask for them.</summary>
public sealed class SchedulerTests
{
    [LinuxFact]
    public async Task A_job_is_tried_again_after_the_exit_codes_that_are_listed()
    {
        using var folder = new TemporaryFolder("attempts");
        await using var consumer = await Consumer.CreateAsync(
            """
            import os, sys
            how = sys.argv[3]
            with open(os.path.join(sys.argv[1], how), "a") as attempts:
                attempts.write("x")
            attempt = os.path.getsize(os.path.join(sys.argv[1], how))
            print(how, "attempt", attempt)
            sys.exit(3 if how == "hopeless" else 75 if attempt < 3 else 0)
            """,
            """{"how": ["flaky", "hopeless"]}""");

        var sweep = await consumer.Sweep(
            "process", $"-p:CalibanScriptArgs={folder.Path}", "-p:CalibanRetries=5", "-p:CalibanRetryExitCodes=75%3B76", "-p:CalibanRetryDelay=0.1s").RunAsync();

        sweep.ShouldFail().ShouldSay("flaky attempt 3", "attempt 2 begins in", "1 of 2 experiments succeeded, 1 failed").ShouldNotSay("hopeless attempt 2");
        Assert.Equal(["0001.2.log", "0001.3.log", "0001.log", "0002.log"], consumer.Logs().Select(log => Path.GetFileName(log)).Order(StringComparer.Ordinal));
        Assert.Contains("attempt 2", await File.ReadAllTextAsync(consumer.Logs().Single(log => log.EndsWith("0001.2.log", StringComparison.Ordinal))));
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "obj", "caliban", "results", "results.json")));
        Assert.Equal([3, 1], results.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("attempts").GetInt32()));
    }

    [LinuxFact]
    public async Task Without_keep_going_nothing_is_started_after_a_failure()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync($"{Ledger.Script}sys.exit(3 if name == '2' else 0)", """{"rate": [1, 2, 3, 4]}""");

        var sweep = await consumer.Sweep("process", ["-p:CalibanKeepGoing=false", .. ledger.Arguments]).RunAsync();

        sweep.ShouldFail().ShouldSay("1 of 4 experiments succeeded, 1 failed, 2 not run");
        Assert.Equal("1 2", ledger.TakeRan());
    }

    [DockerFact]
    public async Task A_job_that_takes_too_long_is_ended_and_the_next_one_has_its_place()
    {
        await using var consumer = await Consumer.CreateAsync(
            """
            import sys, time
            if sys.argv[2] == "long": time.sleep(300)
            print("ends", sys.argv[2])
            """,
            """{"how": ["long", "short"]}""");

        var sweep = await consumer.Sweep("docker", "-p:CalibanJobTimeout=15s").RunAsync();

        sweep.ShouldFail().ShouldSay("ends short", "1 of 2 experiments succeeded, 1 failed").ShouldNotSay("ends long");
        Assert.Contains("Job 1 how=long", Assert.Single(sweep.ShouldSayTimes(1, "error CAL4004")));
        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
    }

    [DockerFact]
    public async Task Processors_and_memory_of_a_job_are_limits_of_its_container()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, """{"rate": [1]}""");
        ledger.Hold();
        await using var sweep = new LiveCommand(consumer.Sweep("docker", ["-p:CalibanCpusPerJob=0.5", "-p:CalibanMemoryPerJob=64m", .. ledger.Arguments]));
        await sweep.WaitForAsync("begins 1");

        var container = (await DockerCli.ContainersAsync(consumer.Name)).Split(' ')[0];
        Assert.Equal("500000000 67108864", await DockerCli.AskAsync("inspect", "--format", "{{.HostConfig.NanoCpus}} {{.HostConfig.Memory}}", container));

        ledger.LetGo();
        (await sweep.EndAsync()).ShouldSucceed();
    }

    [DockerFact]
    public async Task A_job_that_takes_more_memory_than_it_may_have_fails_with_137()
    {
        await using var consumer = await Consumer.CreateAsync("print('begins', flush=True); len(b'x' * (1 << 30)); print('ends')");

        var sweep = await consumer.Sweep("docker", "-p:CalibanMemoryPerJob=48m").RunAsync();

        sweep.ShouldFail().ShouldSay("begins").ShouldNotSay("ends");
        Assert.Contains("failed with exit code 137 (killed by SIGKILL, often for lack of memory)", Assert.Single(sweep.ShouldSayTimes(1, "error CAL4003")));
    }

    [DockerFact]
    public async Task Variables_reach_the_job_and_the_value_of_a_secret_reaches_nothing_else()
    {
        var secret = $"s3cret-{Guid.NewGuid():N}";
        await using var consumer = await Consumer.CreateAsync(
            "import os; print('mode', os.environ['MODE'] + '.', 'token', len(os.environ['API_TOKEN']))",
            items: """<JobEnvironment Include="MODE" Value="two  words; 'quoted' $HOME" /><JobEnvironment Include="API_TOKEN" />""");
        foreach (var engine in (string[])["docker", "process"])
        {
            var command = consumer.Sweep(engine, $"-bl:obj/{engine}.binlog", "-v:diag");
            command.Environment["API_TOKEN"] = secret;
            var sweep = await command.RunAsync();

            sweep.ShouldSucceed().ShouldSay($"mode two  words; 'quoted' $HOME. token {secret.Length}").ShouldNotSay(secret);
        }

        Assert.Contains("docker.binlog", await FileSearch.FindAsync(consumer.Folder, "API_TOKEN"));
        Assert.Equal("", await FileSearch.FindAsync(consumer.Folder, secret));
    }
}
