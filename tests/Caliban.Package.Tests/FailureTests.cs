using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class FailureTests
{
    private const string Broken = """
        import sys
        print("something was printed before")
        print("something went wrong", file=sys.stderr)
        sys.exit(3)
        """;

    private const string Exits = "import sys; sys.exit(int(sys.argv[2]))";

    [DockerFact]
    public Task A_job_that_fails_in_a_container_is_one_error_with_its_code_and_its_log() => AssertBrokenAsync("docker");

    [Fact]
    public Task A_job_that_fails_as_a_process_is_one_error_with_its_code_and_its_log() => AssertBrokenAsync("process");

    [DockerFact]
    public Task Exit_codes_that_Docker_uses_too_are_those_of_the_script() => AssertExitCodesAsync("docker");

    [Fact]
    public Task Exit_codes_that_shells_use_too_are_those_of_the_script() => AssertExitCodesAsync("process");

    [Fact]
    public async Task A_failed_job_fails_dotnet_run()
    {
        await using var consumer = await Consumer.CreateAsync(Broken);
        var run = await consumer.Run("process").RunAsync();

        run.ShouldFail().ShouldSay("something went wrong", "0 of 1 experiment succeeded, 1 failed");
        Assert.Contains("exit code 3", Assert.Single(run.ShouldSayTimes(1, "error CAL4003")));
    }

    [DockerFact]
    public async Task An_argument_that_docker_run_does_not_know_is_reported_in_its_words()
    {
        foreach (var client in DockerCli.Clients)
        {
            await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
            var command = consumer.Sweep("docker", "-p:CalibanDockerRunArgs=--no-such-flag");
            command.Environment["PATH"] = DockerCli.PathWith(client);
            var sweep = await command.RunAsync();

            sweep.ShouldFail();
            Assert.Contains("unknown flag: --no-such-flag", Assert.Single(sweep.ShouldSayTimes(1, "error CAL4005")));
        }
    }

    [DockerFact]
    public async Task A_container_that_the_engine_refuses_is_reported_in_its_words()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var sweep = await consumer.Sweep("docker", "-p:CalibanDockerRunArgs=--network no-such-network").RunAsync();

        sweep.ShouldFail();
        Assert.Contains("network no-such-network not found", Assert.Single(sweep.ShouldSayTimes(1, "error CAL4005")));
        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
    }

    private static async Task AssertBrokenAsync(string engine)
    {
        await using var consumer = await Consumer.CreateAsync(Broken);
        var sweep = await consumer.Sweep(engine).RunAsync();

        sweep.ShouldFail().ShouldSay("0 of 1 experiment succeeded, 1 failed");
        var line = Assert.Single(sweep.ShouldSayTimes(1, "error CAL"));
        var log = Assert.Single(consumer.Logs());
        Assert.Contains("error CAL4003", line);
        Assert.Contains("exit code 3", line);
        Assert.Contains(log, line);
        Assert.StartsWith(consumer.ProjectFile, line.TrimStart());
        Assert.Equal(
            ["something was printed before", "something went wrong"],
            (await File.ReadAllLinesAsync(log)).Order(StringComparer.Ordinal));
    }

    private static async Task AssertExitCodesAsync(string engine)
    {
        await using var consumer = await Consumer.CreateAsync(Exits, """{"code": [125, 126, 127]}""");
        var sweep = await consumer.Sweep(engine).RunAsync();

        sweep.ShouldFail().ShouldSay("0 of 3 experiments succeeded, 3 failed");
        sweep.ShouldSayTimes(3, "error CAL");
        foreach (var code in (int[])[125, 126, 127])
        {
            sweep.ShouldSayTimes(1, $"Job {code - 124} code={code} failed with exit code {code}");
        }
    }
}
