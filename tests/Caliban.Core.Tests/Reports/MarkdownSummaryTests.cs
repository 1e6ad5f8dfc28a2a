using System.Globalization;
using System.Net;
using System.Text;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Reports;
using Caliban.Core.Tests.Jobs;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Reports;

public sealed class MarkdownSummaryTests
{
    [Fact]
    public void What_went_wrong_stands_first() => Golden.Check("Reports", "summary.md", Write(SampleReports.Everything()));

    [Fact]
    public void A_long_sweep_shows_its_failures_and_counts_the_rest()
    {
        var page = Write(SampleReports.Large(100_000, 250));
        var rows = page.Split('\n').Where(line => line.StartsWith("| ") && char.IsAsciiDigit(line[2])).ToList();

        Assert.Equal(200, rows.Count);
        Assert.All(rows, row => Assert.Contains("**failed**", row));
        Assert.Contains("… and 99800 more: 50 failed, 99750 succeeded.", page);
        Assert.Contains("- … and 230 more", page);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 200_000);
    }

    [Fact]
    public void Rows_are_bounded_however_long_labels_messages_and_names_are()
    {
        var plan = Plans.Create(1);
        var huge = new string('|', 100_000);
        var metrics = Enumerable.Range(0, 50).Select(index => new JobMetric($"m{index}", 1, null, DateTimeOffset.UnixEpoch)).ToList();
        var job = new PlannedJob(1, huge, []);
        var page = Write(SampleReports.Create(
            plan, [job.Fail(JobState.Failed, Diagnostics(), 1, huge) with { Metrics = metrics, LogPath = $"/{huge}" }]));

        Assert.InRange(page.Length, 1, 10_000);
        Assert.Contains("42 more metrics are in results.json.", page);
        Assert.Contains("| m7 | log |", page);

        static Core.Diagnostics.DiagnosticDescriptor Diagnostics() => Core.Diagnostics.LocalRunDiagnostics.SweepCanceled;
    }

    [Fact]
    public void A_label_can_neither_end_a_cell_nor_become_markup()
    {
        var job = new PlannedJob(1, "a=x|y\n| <script>alert(1)</script> [l](http://e) `c` *b* @ada #1", []);
        var page = Write(SampleReports.Create(Plans.Create(1), [job.Result(JobState.Succeeded, 0)]));

        Assert.Contains(
            @"| 1 | a=x\|y \| &lt;script&gt;alert(1)&lt;/script&gt; \[l\](http://e) \`c\` \*b\* \@ada \#1 | succeeded |", page);
    }

    [Fact]
    public void Escaped_text_comes_back_as_a_renderer_reads_it() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(),
        text =>
        {
            var escaped = MarkdownText.Escape(text.Get);
            Assert.DoesNotContain('\n', escaped);
            Assert.DoesNotContain('<', escaped);
            Assert.Equal(text.Get.Replace("\r", "").Replace('\n', ' '), Render(escaped));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "/a/log", "/a/log")]
    [InlineData(1, "/a/log", "log")]
    [InlineData(1, "/ab/log", "/ab/log")]
    [InlineData(1, "/b/log", "/b/log")]
    [InlineData(1, "/a/..b/c", "..b/c")]
    [InlineData(1, "", "")]
    public void Paths_are_shown_from_their_folder(int folder, string path, string shown) =>
        Assert.Equal(shown, ReportPath.RelativeTo(folder == 0 ? "" : "/a", path));

    private static string Write(SweepReport report) => new MarkdownSummary(report).Write();

    /// <summary>Backslash escapes and entities, as CommonMark defines them.</summary>
    private static string Render(string markdown)
    {
        var text = new StringBuilder();
        for (var index = 0; index < markdown.Length; index++)
        {
            if (markdown[index] == '\\' && index + 1 < markdown.Length && char.IsAscii(markdown[index + 1])
                && (char.IsPunctuation(markdown[index + 1]) || char.IsSymbol(markdown[index + 1])))
            {
                text.Append(markdown[++index]);
            }
            else if (markdown[index] == '&' && markdown.IndexOf(';', index) is > 0 and var end)
            {
                text.Append(WebUtility.HtmlDecode(markdown[index..(end + 1)]));
                index = end;
            }
            else
            {
                Assert.False(markdown[index] is '*' or '_' or '`' or '|' or '[' or ']', string.Create(CultureInfo.InvariantCulture, $"markup at {index}"));
                text.Append(markdown[index]);
            }
        }

        return text.ToString();
    }
}
