using System.Text.Json;
using System.Xml.Linq;
using Caliban.Package.Tests.Support;
using Caliban.Testing;
using YamlDotNet.RepresentationModel;

namespace Caliban.Package.Tests;

/// <summary>The pipelines of <c>docs/ci.md</c>, as far as they can be tried without their CI systems: parsed, and their commands run.</summary>
public sealed class PipelineTests
{
    private const string Experiments = """{"rate": [1, 2, 3]}""";

    private const string FailingOnce = """
        import sys
        print("caliban-metric loss=0.5 step=1")
        sys.exit(3 if sys.argv[-1] == "2" else 0)
        """;

    [Fact]
    public async Task The_pipeline_for_GitHub_annotates_summarises_and_sets_outputs()
    {
        var steps = Pipeline.At(Pipeline.Read("GitHub Actions").Root, "jobs", "sweep", "steps");
        var scripts = Pipeline.Texts(steps, "run");
        await using var consumer = await CreateAsync();
        var (summary, output) = (consumer.Write("step-summary", ""), consumer.Write("step-output", ""));
        var sweep = await Pipeline.Command(
            consumer,
            scripts[0],
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_WORKSPACE", consumer.Folder),
            ("GITHUB_STEP_SUMMARY", summary),
            ("GITHUB_OUTPUT", output)).RunAsync();

        Assert.Equal(1, sweep.ExitCode);
        var annotation = Assert.Single(Lines(sweep), line => line.TrimStart().StartsWith("::error", StringComparison.Ordinal));
        Assert.StartsWith($"::error file={consumer.Name}.csproj,title=", annotation.TrimStart());
        Assert.Contains("2 of 3 experiments succeeded, 1 failed", await File.ReadAllTextAsync(summary));
        Assert.Contains("0.5", await File.ReadAllTextAsync(summary));
        var outputs = (await File.ReadAllLinesAsync(output)).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.True(File.Exists(outputs["caliban-results"]));

        // The next step sees what the expressions stand for.
        var environment = ((YamlMappingNode)((YamlSequenceNode)steps).Single(step => step is YamlMappingNode map && map.Children.ContainsKey("env"))["env"]).Children
            .Select(pair => (((YamlScalarNode)pair.Key).Value!, (string?)outputs[Expression(((YamlScalarNode)pair.Value).Value!)]))
            .ToArray();
        var next = await Pipeline.Command(consumer, scripts[1], environment).RunAsync();
        Assert.Equal("2 of 3 experiments succeeded\n", next.Output);
        CheckKept(consumer, ((YamlScalarNode)Pipeline.At(((YamlSequenceNode)steps).Last(), "with", "path")).Value!.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_pipeline_for_Azure_logs_issues_and_publishes_summary_and_tests()
    {
        var steps = Pipeline.At(Pipeline.Read("Azure Pipelines").Root, "steps");
        await using var consumer = await CreateAsync();
        var sweep = await Pipeline.Command(consumer, Assert.Single(Pipeline.Texts(steps, "script")), ("TF_BUILD", "True")).RunAsync();

        Assert.Equal(1, sweep.ExitCode);
        var commands = Lines(sweep).Select(line => line.TrimStart()).Where(line => line.StartsWith("##vso[", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, commands.Count);
        Assert.StartsWith($"##vso[task.logissue type=error;sourcepath={consumer.ProjectFile};code=CAL4003;]Job 2 rate=2 failed", commands[0]);
        Assert.True(File.Exists(commands[1]["##vso[task.uploadsummary]".Length..]));
        Assert.Matches(@"^##vso\[results\.publish type=JUnit;.*;resultFiles=.*junit\.xml;\]$", commands[2]);
        CheckKept(consumer, Pipeline.Texts(steps, "publish"));
    }

    [Fact]
    public async Task The_pipeline_for_GitLab_leaves_a_test_report_and_what_it_keeps()
    {
        var sweep = Pipeline.At(Pipeline.Read("GitLab").Root, "sweep");
        await using var consumer = await CreateAsync();
        var result = await Pipeline.Command(consumer, ((YamlScalarNode)Assert.Single((YamlSequenceNode)sweep["script"])).Value!, ("GITLAB_CI", "true")).RunAsync();

        Assert.Equal(1, result.ExitCode);
        var report = XDocument.Load(Path.Combine(consumer.Folder, ((YamlScalarNode)Pipeline.At(sweep, "artifacts", "reports", "junit")).Value!));
        Assert.Equal("1 rate=1,2 rate=2,3 rate=3", string.Join(',', report.Descendants("testcase").Select(test => (string)test.Attribute("name")!)));
        Assert.Equal("CAL4003", (string)report.Descendants("failure").Single().Attribute("type")!);
        CheckKept(consumer, ((YamlSequenceNode)Pipeline.At(sweep, "artifacts", "paths")).Select(path => ((YamlScalarNode)path).Value!));
    }

    [Fact]
    public async Task A_sweep_that_succeeds_is_reported_as_such()
    {
        await using var consumer = await CreateAsync("print('caliban-metric loss=0.5 step=1')");
        var summary = consumer.Write("obj/step-summary", "");
        var sweep = await Pipeline.Command(consumer, "dotnet build -t:CalibanRun", ("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary)).RunAsync();

        Assert.DoesNotContain("::error", sweep.ShouldSucceed().Output);
        Assert.Contains("3 of 3 experiments succeeded", await File.ReadAllTextAsync(summary));
        var folder = Path.Combine(consumer.Folder, "obj", "caliban", "results");
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "results.json")));
        Assert.True(results.RootElement.GetProperty("succeeded").GetBoolean());
        Assert.All(results.RootElement.GetProperty("jobs").EnumerateArray(), job => Assert.True(job.GetProperty("jobId").GetInt64() > 0));
        var report = XDocument.Load(Path.Combine(folder, "junit.xml"));
        Assert.Equal(3, report.Descendants("testcase").Count());
        Assert.Empty(report.Descendants("failure"));
        Assert.Contains("3 of 3 experiments succeeded", await File.ReadAllTextAsync(Path.Combine(folder, "summary.md")));
    }

    [Fact]
    public async Task Dotnet_run_tells_a_CI_system_the_same()
    {
        await using var consumer = await CreateAsync();
        var sweep = await Pipeline.Command(consumer, "dotnet run", ("GITHUB_ACTIONS", "true"), ("GITHUB_WORKSPACE", consumer.Folder)).RunAsync();

        Assert.Equal(1, sweep.ExitCode);
        Assert.Single(Lines(sweep), line => line.StartsWith($"::error file={consumer.Name}.csproj,title=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_CI_system_nothing_is_written_for_one()
    {
        await using var consumer = await CreateAsync();
        var sweep = await Pipeline.Command(consumer, "dotnet build -t:CalibanRun").RunAsync();

        Assert.Equal(1, sweep.ExitCode);
        Assert.DoesNotContain("::error", sweep.Output);
        Assert.DoesNotContain("##vso[", sweep.Output);
        using var results = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "obj", "caliban", "results", "results.json")));
        var jobs = results.RootElement.GetProperty("jobs");
        Assert.Equal(3, jobs.GetArrayLength());
        Assert.Equal(0.5, jobs[1].GetProperty("metrics").GetProperty("last").GetProperty("loss").GetProperty("value").GetDouble());
    }

    [Theory]
    [InlineData("GitHub Actions", "jobs")]
    [InlineData("Azure Pipelines", "steps")]
    [InlineData("GitLab", "sweep")]
    public void Every_pipeline_is_valid_YAML(string heading, string key) => Assert.True(Pipeline.Read(heading).Root.Children.ContainsKey(key));

    private static Task<Consumer> CreateAsync(string script = FailingOnce) => Consumer.CreateAsync(
        script, Experiments, properties: "<CalibanEngine Condition=\"'$(CalibanEngine)' == ''\">process</CalibanEngine>");

    private static string[] Lines(CommandResult result) => result.Output.Split('\n');

    /// <summary><c>${{ steps.sweep.outputs.name }}</c> → name.</summary>
    private static string Expression(string text) => text.Trim('$', '{', '}', ' ')["steps.sweep.outputs.".Length..];

    private static void CheckKept(Consumer consumer, IEnumerable<string> paths) => Assert.All(
        paths, path => Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(consumer.Folder, path), "*", SearchOption.AllDirectories)));
}
