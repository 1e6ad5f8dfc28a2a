using System.Text.Json;
using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>Running from the command line, and the answers for programs.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task Dotnet_run_shows_plain_lines_when_its_output_is_redirected()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("run").ShouldSucceedAsync();

        result.ShouldShow("ran: --a 1").ShouldShow("ran: --a 2").ShouldShow("2 of 2 experiments succeeded").ShouldNotShow("\u001b[");
    }

    [Fact]
    public async Task Dotnet_run_puts_its_arguments_before_the_flags()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("run", "--", "--epochs", "2").ShouldSucceedAsync();

        result.ShouldShow("ran: --epochs 2 --a 1");
    }

    [Fact]
    public async Task Dotnet_run_keeps_an_argument_with_spaces_and_quotes_whole()
    {
        using var project = Trial.Create();
        project.Write("run.sh", "echo \"$# $2\"");

        var result = await project.Dotnet("run", "--", "--name", "it's \"one\" word").ShouldSucceedAsync();

        result.ShouldShow("4 it's \"one\" word");
    }

    [Fact]
    public async Task Dotnet_run_fails_when_a_job_fails()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("run", "--", "fail").ShouldFailAsync();

        result.ShouldShow("error CAL4003").ShouldShow("exit code 3");
    }

    [Fact]
    public async Task The_jobs_of_a_run_come_back_as_JSON()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("build", "-t:CalibanRun", "-getTargetResult:CalibanRun").ShouldSucceedAsync();

        var (outcome, jobs) = TargetResult(result);
        Assert.Equal("Success", outcome);
        Assert.Equal(["1 Succeeded 0 --a 1", "2 Succeeded 0 --a 2"], jobs.Select(Summary));
        Assert.All(jobs, job => Assert.StartsWith("ran: ", File.ReadAllText(job.GetProperty("LogPath").GetString()!)));
    }

    [Fact]
    public async Task The_jobs_come_back_as_JSON_also_when_they_fail()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("build", "-t:CalibanRun", "-getTargetResult:CalibanRun", "-p:CalibanScriptArgs=fail").ShouldFailAsync();

        var (outcome, jobs) = TargetResult(result);
        Assert.Equal("Failure", outcome);
        Assert.Equal(["1 Failed 3 fail --a 1", "2 Failed 3 fail --a 2"], jobs.Select(Summary));
        Assert.Equal(2, result.Error.Split("error CAL4003").Length - 1);
    }

    [Fact]
    public async Task Declared_items_can_be_asked_for()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("build", "-getItem:ExperimentConfig").ShouldSucceedAsync();

        using var json = JsonDocument.Parse(result.Output);
        var item = Assert.Single(json.RootElement.GetProperty("Items").GetProperty("ExperimentConfig").EnumerateArray());
        Assert.Equal("experiment.json", item.GetProperty("Identity").GetString());
    }

    [Fact]
    public async Task Properties_can_be_asked_for()
    {
        using var project = Trial.Create();

        var result = await project.Dotnet("build", "-getProperty:CalibanModule").ShouldSucceedAsync();

        Assert.Equal("run.sh", result.Output.Trim());
    }

    [Fact]
    public async Task A_project_in_a_folder_with_a_difficult_name_builds_and_runs()
    {
        using var project = new SdkProject(Trial.Body, "été ü.csproj", "it's a %41 fold;er");
        project.Write("run.sh", "echo \"ran: $*\"");
        project.Write("experiment.json", "{}");

        var result = await project.Dotnet("run").ShouldSucceedAsync();

        result.ShouldShow("1 of 1 experiment succeeded");
    }

    private static (string? Outcome, List<JsonElement> Items) TargetResult(CommandResult result)
    {
        using var json = JsonDocument.Parse(result.Output);
        var target = json.RootElement.GetProperty("TargetResults").GetProperty("CalibanRun").Clone();
        return (target.GetProperty("Result").GetString(), [.. target.GetProperty("Items").EnumerateArray()]);
    }

    private static string Summary(JsonElement job) =>
        string.Join(' ', new[] { "Index", "State", "ExitCode", "Arguments" }.Select(name => job.GetProperty(name).GetString()));
}
