using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class PackageUseTests
{
    private const string Experiments = """{"learning_rate": [0.1, 0.01, 0.001]}""";

    [Fact]
    public async Task A_project_that_names_the_version_runs_a_sweep_as_processes()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, Experiments);
        var sweep = await consumer.Sweep("process").RunAsync();

        sweep.ShouldSucceed().ShouldSay(
            "hello from --learning_rate 0.1", "hello from --learning_rate 0.01", "hello from --learning_rate 0.001",
            "3 of 3 experiments succeeded");
    }

    [Fact]
    public async Task A_project_whose_version_stands_in_global_json_runs_a_sweep_as_processes()
    {
        await using var consumer = await Consumer.CreateFromAsync(
            "<PropertyGroup><CalibanModule>train</CalibanModule></PropertyGroup>", pinned: true);
        consumer.Write("train.py", Scripts.Hello);
        var sweep = await consumer.Sweep("process", "-p:CalibanScriptArgs=global.json").RunAsync();

        sweep.ShouldSucceed().ShouldSay("hello from global.json", "1 of 1 experiment succeeded");
    }

    [DockerFact]
    public async Task A_project_runs_a_sweep_in_containers()
    {
        await using var consumer = await Consumer.CreateAsync(
            """
            import os, sys
            print("in a container:", os.path.exists("/.dockerenv"), "in", os.getcwd(), "with", *sys.argv[1:])
            """,
            Experiments);
        var sweep = await consumer.Sweep("docker").RunAsync();

        sweep.ShouldSucceed().ShouldSay(
            "in a container: True in /usr/app with --learning_rate 0.1",
            "in a container: True in /usr/app with --learning_rate 0.01",
            "in a container: True in /usr/app with --learning_rate 0.001",
            "3 of 3 experiments succeeded");
        sweep.ShouldNotSay("CAL4001");
        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
    }

    [DockerFact]
    public async Task Auto_takes_containers_where_an_engine_answers()
    {
        await using var consumer = await Consumer.CreateAsync("import os; print('in a container:', os.path.exists('/.dockerenv'))");
        var sweep = await consumer.Sweep("auto").RunAsync();

        sweep.ShouldSucceed().ShouldSay("in a container: True").ShouldNotSay("CAL4001");
    }

    [Fact]
    public async Task Dotnet_run_runs_the_sweep_and_passes_arguments_on()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, Experiments);
        var run = await consumer.Run("process", "--", "--epochs", "2").RunAsync();

        run.ShouldSucceed().ShouldSay("hello from --epochs 2 --learning_rate 0.01", "3 of 3 experiments succeeded");
    }

    [DockerFact]
    public async Task Dotnet_run_runs_the_sweep_in_containers()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, Experiments);
        var run = await consumer.Run("docker", "--", "--epochs", "2").RunAsync();

        run.ShouldSucceed().ShouldSay("hello from --epochs 2 --learning_rate 0.01", "3 of 3 experiments succeeded").ShouldNotSay("CAL4001");
    }

    [Fact]
    public async Task A_dry_run_shows_the_commands_and_writes_nothing()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, Experiments);
        var show = await consumer.Sweep("docker", "-p:CalibanDryRun=true").RunAsync();

        show.ShouldSucceed().ShouldSay("docker run --init", "--learning_rate 0.001", "none of them run: this is a dry run");
        Assert.False(Directory.Exists(Path.Combine(consumer.Folder, "obj")), show.ToString());
    }
}
