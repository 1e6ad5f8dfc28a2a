using System.Text;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Reports;
using Caliban.Core.Reports.ContinuousIntegration;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Reports;

public sealed class CiSystemTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _diagnostics = new();
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", "GitHubActions")]
    [InlineData("TF_BUILD", "True", "AzurePipelines")]
    [InlineData("GITHUB_ACTIONS", "false", null)]
    [InlineData("GITHUB_ACTIONS", "", null)]
    [InlineData("CI", "true", null)]
    public void A_system_is_known_by_its_variable(string name, string value, string? system)
    {
        _variables[name] = value;

        Assert.Equal(system, CiSystem.Detect(Variable)?.GetType().Name);
    }

    [Fact]
    public async Task GitHub_gets_an_annotation_for_each_failure()
    {
        _variables["GITHUB_ACTIONS"] = "true";
        _variables["GITHUB_WORKSPACE"] = "/nowhere";
        var written = await PublishAsync(SampleReports.Everything(_folder.Path));

        Assert.Equal(4, written.ConsoleLines.Count);
        Assert.StartsWith("::error file=mnist.csproj,title=mnist%3A job 2 rate=2::CAL4003: Job 2 rate=2 failed with exit code 3. Arguments: --rate 2. Log: ", written.ConsoleLines[0]);
    }

    [Fact]
    public void GitHub_gets_line_and_column_where_they_are_known()
    {
        var report = SampleReports.Large(1, 1);
        var failed = report.Result.Jobs[0];
        report = report with
        {
            Result = report.Result with
            {
                Jobs = [failed with { Failure = failed.Failure! with { Location = new SourceLocation("/elsewhere/a,b:c.json", 3, 7), Message = "50%\r\n::error::x" } }],
            },
        };
        _variables["GITHUB_WORKSPACE"] = "/nowhere";

        Assert.Equal(
            ["::error file=/elsewhere/a%2Cb%3Ac.json,line=3,col=7,title=mnist%3A job 1 rate=1::CAL4003: 50%25%0D%0A::error::x"],
            new GitHubActions(Variable).Lines(report, new WrittenReport(null, null, null)));
    }

    [Theory]
    [InlineData(10, 10, null)]
    [InlineData(11, 10, "2 more jobs did not succeed")]
    [InlineData(5000, 10, "4991 more jobs did not succeed")]
    public void Of_more_errors_than_are_shown_the_last_counts_the_rest(int failed, int shown, string? last)
    {
        var report = SampleReports.Large(6000, failed);
        foreach (var system in (CiSystem[])[new GitHubActions(Variable), new AzurePipelines()])
        {
            var lines = system.Lines(report, new WrittenReport(null, null, null));
            Assert.Equal(shown, lines.Count);
            Assert.Contains(last ?? "Job 10 rate=10 failed", lines[^1]);
        }
    }

    [Fact]
    public async Task GitHub_gets_the_summary_and_the_outputs_after_what_is_there()
    {
        _variables["GITHUB_ACTIONS"] = "true";
        var summary = _variables["GITHUB_STEP_SUMMARY"] = _folder.Write("step-summary", "before\n");
        var output = _variables["GITHUB_OUTPUT"] = _folder.Write("output", "other=1\n");
        var written = await PublishAsync(SampleReports.Everything(_folder.Path));

        Assert.Equal($"before\n{await File.ReadAllTextAsync(written.SummaryPath!)}\n", await File.ReadAllTextAsync(summary));
        Assert.Equal(
            $"""
            other=1
            caliban-results={written.ResultsPath}
            caliban-junit={written.JUnitPath}
            caliban-summary={written.SummaryPath}
            caliban-group=ada-xgroup-1
            caliban-run=20260102-030405-abcd
            caliban-jobs=8
            caliban-succeeded=2
            caliban-up-to-date=1
            caliban-failed=3
            caliban-lost=1
            caliban-stopped=1
            caliban-not-run=1

            """,
            await File.ReadAllTextAsync(output));
    }

    [Theory]
    [InlineData(0, "### mnist: ")]
    [InlineData(GitHubActions.SummaryLimit - 200, "### mnist: ")]
    [InlineData(GitHubActions.SummaryLimit - 5, "xxxxx")]
    public async Task A_step_summary_never_grows_beyond_its_limit(int before, string end)
    {
        _variables["GITHUB_ACTIONS"] = "true";
        var summary = _variables["GITHUB_STEP_SUMMARY"] = _folder.Write("step-summary", new string('x', before));
        await PublishAsync(SampleReports.Everything(_folder.Path));
        var text = await File.ReadAllTextAsync(summary);

        Assert.InRange(Encoding.UTF8.GetByteCount(text), before, GitHubActions.SummaryLimit);
        Assert.StartsWith(end, text[Math.Min(before, text.Length - end.Length)..]);
    }

    [Fact]
    public async Task A_summary_that_GitHub_does_not_take_is_a_warning()
    {
        _variables["GITHUB_ACTIONS"] = "true";
        _variables["GITHUB_STEP_SUMMARY"] = _folder.Path;
        await PublishAsync(SampleReports.Everything(_folder.Path));

        Assert.Equal(ReportDiagnostics.ReportNotWritten, Assert.Single(_diagnostics.Reported).Descriptor);
    }

    [Fact]
    public async Task Azure_gets_issues_the_summary_and_the_tests()
    {
        _variables["TF_BUILD"] = "True";
        var written = await PublishAsync(SampleReports.Everything(_folder.Path));

        Assert.Equal(6, written.ConsoleLines.Count);
        Assert.StartsWith("##vso[task.logissue type=error;sourcepath=/nowhere/mnist.csproj;code=CAL4003;]Job 2 rate=2 failed with exit code 3.", written.ConsoleLines[0]);
        Assert.Equal(
            [
                $"##vso[task.uploadsummary]{written.SummaryPath}",
                $"##vso[results.publish type=JUnit;runTitle=mnist ada-xgroup-1;resultFiles={written.JUnitPath};]",
            ],
            written.ConsoleLines.TakeLast(2));
    }

    [Fact]
    public void GitHub_reads_every_text_back_from_one_line() => Prop.ForAll(
        Texts(),
        Texts(),
        (property, message) =>
        {
            var line = GitHubCommand.Create("error", [("file", property), ("title", message)], message);
            Assert.False(line.AsSpan().ContainsAny('\r', '\n'));
            var match = Regex.Match(line, "^::error ?(?<properties>.*?)::(?<data>.*)$", RegexOptions.Singleline);
            var properties = match.Groups["properties"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Decode(pair[1], GitHubProperty));
            Assert.Equal(property, properties.GetValueOrDefault("file", ""));
            Assert.Equal(message, properties.GetValueOrDefault("title", ""));
            Assert.Equal(message, Decode(match.Groups["data"].Value, GitHubProperty));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Azure_reads_every_text_back_from_one_line() => Prop.ForAll(
        Texts(),
        Texts(),
        (property, message) =>
        {
            var line = AzureCommand.Create("task.logissue", [("type", "error"), ("sourcepath", property)], message);
            Assert.False(line.AsSpan().ContainsAny('\r', '\n'));
            var end = line.IndexOf(']');
            var properties = line["##vso[task.logissue ".Length..end].Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Decode(pair[1], Azure));
            Assert.Equal("error", properties["type"]);
            Assert.Equal(property, properties.GetValueOrDefault("sourcepath", ""));
            Assert.Equal(message, Decode(line[(end + 1)..], Azure));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_output_of_any_text_is_read_back_and_sets_no_other() => Prop.ForAll(
        Texts(),
        value =>
        {
            var lines = GitHubOutput.Line("name", value);
            if (lines.StartsWith("name<<"))
            {
                var delimiter = lines["name<<".Length..lines.IndexOf('\n')];
                Assert.DoesNotContain(delimiter, value);
                Assert.Equal($"name<<{delimiter}\n{value}\n{delimiter}\n", lines);
            }
            else
            {
                Assert.Equal($"name={value}\n", lines);
                Assert.False(value.AsSpan().ContainsAny('\r', '\n'));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_go_where_the_logger_lets_them_through()
    {
        var logged = new List<string>();
        CiConsole.Write(["a", "b"], logged.Add);

        Assert.Equal(["a", "b"], logged);
    }

    private static readonly (string Code, string Text)[] GitHubProperty = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];

    private static readonly (string Code, string Text)[] Azure = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")];

    /// <summary>Replaces as the systems do: one code after the other, that of the percent sign last.</summary>
    private static string Decode(string text, (string Code, string Text)[] codes) =>
        codes.Aggregate(text, (decoded, code) => decoded.Replace(code.Code, code.Text, StringComparison.Ordinal));

    /// <summary>Texts in which what has to be escaped is frequent.</summary>
    private static Arbitrary<string> Texts() => Gen.Elements(
            "%", "\r", "\n", ":", "::", ",", ";", "]", "##vso[", "%25", "%0A", "%AZP25", "::error::", "=", "a", " ", "é", "name<<x")
        .ListOf().Select(parts => string.Concat(parts)).ToArbitrary();

    private string? Variable(string name) => _variables.GetValueOrDefault(name);

    private Task<WrittenReport> PublishAsync(SweepReport report) =>
        SweepReporter.PublishAsync(report, Variable, _diagnostics, CancellationToken.None);
}
