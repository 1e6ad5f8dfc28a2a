using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Reports;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Reports;

public sealed class JUnitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_end_of_a_job_has_its_place() => Golden.Check("Reports", "junit.xml", await WriteAsync(SampleReports.Everything()));

    [Fact]
    public async Task The_counts_are_those_of_the_elements()
    {
        var suite = XDocument.Parse(await WriteAsync(SampleReports.Everything())).Root!.Element("testsuite")!;

        Assert.Equal(suite.Elements("testcase").Count(), (int)suite.Attribute("tests")!);
        Assert.Equal(suite.Descendants("failure").Count(), (int)suite.Attribute("failures")!);
        Assert.Equal(suite.Descendants("error").Count(), (int)suite.Attribute("errors")!);
        Assert.Equal(suite.Descendants("skipped").Count(), (int)suite.Attribute("skipped")!);
        Assert.Equal(suite.Elements("testcase").Count(), suite.Elements("testcase").Select(test => (string)test.Attribute("name")!).Distinct().Count());
    }

    [Fact]
    public async Task Every_report_is_valid_for_the_schema_of_Jenkins()
    {
        Validate(await WriteAsync(SampleReports.Everything()));
        Validate(await WriteAsync(SampleReports.Large(300, 120)));
        Validate(await WriteAsync(SampleReports.Create(Plans.Create(1), [])));
    }

    [Fact]
    public void The_schema_refuses_what_Jenkins_refuses() => Assert.Throws<XmlSchemaValidationException>(() => Validate(
        """<testsuites><testsuite name="a" tests="1" failures="0" errors="0"><testcase name="a"><properties /></testcase></testsuite></testsuites>"""));

    [Fact]
    public async Task The_end_of_the_log_of_a_failed_job_is_shown_as_a_terminal_would_show_it()
    {
        var output = await OutputOfAsync("first\n10%\r20%\r100%\n\u001b[31mred\u001b[0m \u0000\u0007bell\n  indented <&]]>\r\nlast without an end");

        Assert.Equal("first\n100%\nred bell\n  indented <&]]>\nlast without an end\n", output);
    }

    [Fact]
    public async Task Of_a_long_log_only_the_last_lines_are_shown_and_the_rest_is_counted()
    {
        var line = $"é{new string('x', 97)}\n";
        var output = await OutputOfAsync(string.Concat(Enumerable.Repeat(line, 10_000)));
        var lines = output.TrimEnd('\n').Split('\n');

        Assert.InRange(Encoding.UTF8.GetByteCount(output), 60_000, 66_000);
        Assert.Matches("^… [0-9]+ bytes before this are in the log$", lines[0]);
        Assert.All(lines.Skip(1), shown => Assert.Equal(line.TrimEnd('\n'), shown));
    }

    [Fact]
    public async Task All_logs_together_stay_below_what_CI_systems_take()
    {
        var log = _folder.Write("job.log", string.Concat(Enumerable.Repeat("<<<<<<<<<<<<<<<<\n", 8000)));
        var report = SampleReports.Large(2000, 1000);
        report = report with { Result = report.Result with { Jobs = [.. report.Result.Jobs.Select(job => job with { LogPath = log })] } };
        using var stream = new CountingStream();
        await new JUnitFile(report).WriteAsync(stream, CancellationToken.None);

        // Every character of this log takes four in XML.
        Assert.InRange(stream.Count, 20_000_000, 23_000_000);
    }

    [Fact]
    public void Any_text_becomes_one_that_XML_can_hold() => Prop.ForAll(
        ArbMap.Default.ArbFor<char[]>(),
        characters =>
        {
            var text = new string(characters);
            var clean = XmlCharacters.Clean(text);
            XmlConvert.VerifyXmlChars(clean);
            Assert.Equal(text.Length, clean.Length);
            Assert.All(text.Zip(clean), pair => Assert.True(pair.First == pair.Second || pair.Second == '\uFFFD'));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("a\u0000b\u001b\uFFFE", "a\uFFFDb\uFFFD\uFFFD")]
    [InlineData("𝄞 é \t\r\n", "𝄞 é \t\r\n")]
    public void Only_what_XML_cannot_hold_is_replaced(string text, string clean) => Assert.Equal(clean, XmlCharacters.Clean(text));

    // A constant in an attribute cannot hold half of a pair.
    [Fact]
    public void Halves_of_surrogate_pairs_are_replaced() => Assert.Equal("\uFFFD \uFFFD", XmlCharacters.Clean(new string(['\ud834', ' ', '\udd1e'])));

    [Fact]
    public async Task Labels_with_odd_characters_come_back()
    {
        const string Label = "a=<&\"'> b=\u0001 c=é𝄞 d=x\ny";
        var plan = Plans.Create(1) with { Jobs = [new PlannedJob(1, Label, [])] };
        var text = await WriteAsync(SampleReports.Create(plan, [plan.Jobs[0].Result(JobState.Succeeded, 0)]));

        Assert.Equal($"1 {Label.Replace('\u0001', '\uFFFD')}", (string)XDocument.Parse(text).Descendants("testcase").Single().Attribute("name")!);
        Validate(text);
    }

    [Fact]
    public async Task A_hundred_thousand_jobs_are_written_one_after_the_other()
    {
        using var stream = new WatchedStream();
        var jobs = new GeneratedJobs(100_000, stream);
        await new JUnitFile(SampleReports.Create(Plans.Create(1), jobs)).WriteAsync(stream, CancellationToken.None);

        Assert.InRange(jobs.LargestLag, 1, 1000);
        stream.Position = 0;
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { Async = true });
        var tests = 0;
        while (await reader.ReadAsync())
        {
            tests += reader is { NodeType: XmlNodeType.Element, Name: "testcase" } ? 1 : 0;
        }

        Assert.Equal(100_000, tests);
    }

    private async Task<string> OutputOfAsync(string log)
    {
        var path = _folder.Write("job.log", log);
        var report = SampleReports.Large(1, 1);
        report = report with { Result = report.Result with { Jobs = [report.Result.Jobs[0] with { LogPath = path }] } };
        var text = await WriteAsync(report);
        Validate(text);
        return XDocument.Parse(text).Descendants("system-out").Single().Value;
    }

    private static async Task<string> WriteAsync(SweepReport report)
    {
        using var stream = new MemoryStream();
        await new JUnitFile(report).WriteAsync(stream, CancellationToken.None);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Validate(string text)
    {
        using var schema = XmlReader.Create(Path.Combine(AppContext.BaseDirectory, "Reports", "Golden", "junit.xsd"));
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, schema);
        using var reader = XmlReader.Create(new StringReader(text), settings);
        while (reader.Read())
        {
        }
    }

    private sealed class CountingStream : MemoryStream
    {
        public long Count { get; private set; }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            Count += count;
            return Task.CompletedTask;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Count += buffer.Length;
            return ValueTask.CompletedTask;
        }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;
    }
}
