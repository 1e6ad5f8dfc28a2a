using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Mistakes of a user: one error at the user's file with its code, and never a stack trace.</summary>
public sealed class BadInputTests
{
    [Fact]
    public async Task A_missing_module()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, module: "trainer/train.py");
        var line = await MistakeAsync(consumer, "CAL1002", "-p:CalibanModule=trainer.tain");

        Assert.Contains("'trainer.tain'", line);
        Assert.Contains("trainer", line);
    }

    [Fact]
    public async Task An_experiment_file_that_is_a_folder()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: """<ExperimentConfig Include="experiment.json" />""");
        Directory.CreateDirectory(Path.Combine(consumer.Folder, "experiment.json"));

        Assert.Contains("experiment.json", await MistakeAsync(consumer, "CAL2002"));
    }

    [Fact]
    public async Task An_experiment_file_that_is_a_broken_link()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: """<ExperimentConfig Include="experiment.json" />""");
        File.CreateSymbolicLink(Path.Combine(consumer.Folder, "experiment.json"), "nowhere.json");

        Assert.Contains("experiment.json", await MistakeAsync(consumer, "CAL2001"));
    }

    [Fact]
    public async Task Experiments_that_are_not_JSON()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, "{\"x\": [1, 2],\n \"y\" 3}\n");

        Assert.Contains("experiment.json(2,5): error CAL2012", await MistakeAsync(consumer, "CAL2012"));
    }

    [Fact]
    public async Task A_parameter_that_is_given_twice()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, "{\"x\": 1,\n \"x\": 2}\n");

        Assert.Contains("experiment.json(2,2): error CAL2033", await MistakeAsync(consumer, "CAL2033"));
    }

    [Fact]
    public async Task An_engine_that_does_not_exist()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var line = await MistakeAsync(consumer, "CAL1005", "-p:CalibanEngine=podman");

        Assert.Contains("CalibanEngine is 'podman'", line);
        Assert.Contains("'docker', 'process'", line);
    }

    [Fact]
    public async Task An_argument_list_with_an_open_quote()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);

        Assert.Contains("CalibanDockerRunArgs", await MistakeAsync(consumer, "CAL1006", "-p:CalibanDockerRunArgs=-v 'a folder:/x"));
    }

    [Fact]
    public async Task Dotnet_run_reports_a_mistake_and_runs_nothing()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, "{");
        var run = await consumer.Run("process").RunAsync();

        run.ShouldFail().ShouldSay("experiment.json(1,", "error CAL2015").ShouldNotSay("hello from");
    }

    private static async Task<string> MistakeAsync(Consumer consumer, string code, params string[] arguments)
    {
        var sweep = await consumer.Sweep("process", arguments).RunAsync();
        sweep.ShouldFail().ShouldNotSay("hello from");
        var line = Assert.Single(sweep.ShouldSayTimes(1, "error "));
        Assert.Contains($"error {code}", line);
        return line;
    }
}
