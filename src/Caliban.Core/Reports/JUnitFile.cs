using System.Globalization;
using System.Text;
using System.Xml;
using Caliban.Core.Jobs;

namespace Caliban.Core.Reports;

/// <summary>
/// Writes <c>junit.xml</c>, job by job, in the form of Jenkins' junit-10.xsd: one suite for the sweep, one test case for
/// each job. A test case has no properties there, so those of the suite say which jobs were up to date.
/// </summary>
internal sealed class JUnitFile(SweepReport report)
{
    /// <summary>How much of its log the test case of a job holds, in bytes.</summary>
    private const int TailLength = 64 * 1024;

    private const int PassedTailLength = 4 * 1024;

    // GitLab takes files of 30 MB.
    private int _left = 16 * 1024 * 1024;
    private int _leftForPassed = 4 * 1024 * 1024;

    public async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        var settings = new XmlWriterSettings
        {
            Async = true,
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
        };
        var xml = XmlWriter.Create(stream, settings);
        await using (xml.ConfigureAwait(false))
        {
            await xml.WriteStartDocumentAsync().ConfigureAwait(false);
            await StartAsync(xml, "testsuites").ConfigureAwait(false);
            await SummaryAsync(xml).ConfigureAwait(false);
            await StartAsync(xml, "testsuite").ConfigureAwait(false);
            await SummaryAsync(xml).ConfigureAwait(false);
            await AttributeAsync(xml, "skipped", Number(report.Result.Jobs.Count(job => Verdicts.Of(job) == Verdict.Skipped))).ConfigureAwait(false);
            await AttributeAsync(xml, "timestamp", report.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)).ConfigureAwait(false);
            await AttributeAsync(xml, "hostname", report.Host).ConfigureAwait(false);
            await PropertiesAsync(xml).ConfigureAwait(false);
            foreach (var result in report.Result.Jobs)
            {
                await TestCaseAsync(xml, result, cancellationToken).ConfigureAwait(false);
            }

            await xml.WriteEndDocumentAsync().ConfigureAwait(false);
        }
    }

    private async Task SummaryAsync(XmlWriter xml)
    {
        var verdicts = report.Result.Jobs.CountBy(Verdicts.Of).ToDictionary();
        await AttributeAsync(xml, "name", report.Project).ConfigureAwait(false);
        await AttributeAsync(xml, "tests", Number(report.Result.Jobs.Count)).ConfigureAwait(false);
        await AttributeAsync(xml, "failures", Number(verdicts.GetValueOrDefault(Verdict.Failed))).ConfigureAwait(false);
        await AttributeAsync(xml, "errors", Number(verdicts.GetValueOrDefault(Verdict.Error))).ConfigureAwait(false);
        await AttributeAsync(xml, "time", Seconds(report.Result.Duration)).ConfigureAwait(false);
    }

    private async Task PropertiesAsync(XmlWriter xml)
    {
        await StartAsync(xml, "properties").ConfigureAwait(false);
        await PropertyAsync("caliban.group", report.Run.Group).ConfigureAwait(false);
        await PropertyAsync("caliban.run", report.Run.RunId).ConfigureAwait(false);
        await PropertyAsync("caliban.user", report.User).ConfigureAwait(false);
        await PropertyAsync("caliban.backend", report.Backend).ConfigureAwait(false);
        await PropertyAsync("caliban.image", report.Image?.Reference ?? "").ConfigureAwait(false);
        await PropertyAsync("caliban.image.digest", report.Image?.Digest ?? "").ConfigureAwait(false);
        await PropertyAsync("caliban.commit", report.Lineage.Commit).ConfigureAwait(false);
        await PropertyAsync("caliban.version", report.Lineage.SdkVersion).ConfigureAwait(false);
        foreach (var result in report.Result.Jobs.Where(result => result.WasUpToDate))
        {
            await PropertyAsync($"caliban.job.{Number(result.Job.Index)}", "up to date").ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);

        async Task PropertyAsync(string name, string value)
        {
            if (value.Length > 0)
            {
                await StartAsync(xml, "property").ConfigureAwait(false);
                await AttributeAsync(xml, "name", name).ConfigureAwait(false);
                await AttributeAsync(xml, "value", value).ConfigureAwait(false);
                await xml.WriteEndElementAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task TestCaseAsync(XmlWriter xml, JobResult result, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var verdict = Verdicts.Of(result);
        await StartAsync(xml, "testcase").ConfigureAwait(false);
        await AttributeAsync(xml, "classname", report.Project).ConfigureAwait(false);
        await AttributeAsync(xml, "name", result.Job.Title).ConfigureAwait(false);
        await AttributeAsync(xml, "time", Seconds(result.Duration)).ConfigureAwait(false);
        if (verdict != Verdict.Passed)
        {
            await StartAsync(xml, verdict switch { Verdict.Failed => "failure", Verdict.Error => "error", _ => "skipped" }).ConfigureAwait(false);
            if (verdict != Verdict.Skipped)
            {
                await AttributeAsync(xml, "type", result.Failure?.Descriptor.Code ?? result.State.ToString()).ConfigureAwait(false);
            }

            await AttributeAsync(xml, "message", result.Failure?.Message ?? SweepTable.StateText(result.State)).ConfigureAwait(false);
            await xml.WriteEndElementAsync().ConfigureAwait(false);
        }

        var output = result.WasUpToDate
            ? "Up to date: the result was there before, and nothing was run.\n"
            : await TailAsync(result, verdict == Verdict.Passed, cancellationToken).ConfigureAwait(false);
        if (output.Length > 0)
        {
            await StartAsync(xml, "system-out").ConfigureAwait(false);
            await xml.WriteStringAsync(XmlCharacters.Clean(output)).ConfigureAwait(false);
            await xml.WriteEndElementAsync().ConfigureAwait(false);
        }

        await xml.WriteEndElementAsync().ConfigureAwait(false);
    }

    private async Task<string> TailAsync(JobResult result, bool passed, CancellationToken cancellationToken)
    {
        var length = passed ? Math.Min(PassedTailLength, _leftForPassed) : Math.Min(TailLength, _left);
        var tail = await LogTail.ReadAsync(result.LogPath, length, cancellationToken).ConfigureAwait(false);
        if (passed)
        {
            _leftForPassed -= WrittenLength(tail);
        }
        else
        {
            _left -= WrittenLength(tail);
        }

        return tail;
    }

    /// <summary>About how many bytes a text takes in XML.</summary>
    private static int WrittenLength(string text) =>
        text.Sum(character => character switch { '<' or '>' => 4, '&' => 5, > '\u007F' => 3, _ => 1 });

    private static Task StartAsync(XmlWriter xml, string name) => xml.WriteStartElementAsync(null, name, null);

    private static Task AttributeAsync(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeStringAsync(null, name, null, XmlCharacters.Clean(value));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
