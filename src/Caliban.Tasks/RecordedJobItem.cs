using System.Globalization;
using System.Text.Json;
using Caliban.Core.History;
using Caliban.Core.Processes;
using Caliban.Core.Tracking;
using Microsoft.Build.Framework;

namespace Caliban.Tasks;

/// <summary>A job of the history as a <c>CalibanJob</c> item. Times are in UTC and as ISO 8601 writes them.</summary>
/// <param name="now">Up to when a job that runs has lasted.</param>
internal sealed class RecordedJobItem(RecordedJob job, DateTimeOffset now, IReadOnlyList<JobMetric> metrics) : LazyItem(job.Id)
{
    /// <summary>For more than there are, so that no dictionary grows.</summary>
    private const int MetadataCapacity = 48;

    public static ITaskItem[] Create(
        IEnumerable<RecordedJob> jobs, DateTimeOffset now, IReadOnlyDictionary<long, IReadOnlyList<JobMetric>>? metrics = null) =>
        [.. jobs.Select(job => new RecordedJobItem(job, now, metrics?.GetValueOrDefault(job.Id) ?? []))];

    protected override Dictionary<string, string> EscapedMetadata()
    {
        var metadata = new Dictionary<string, string>(MetadataCapacity, StringComparer.OrdinalIgnoreCase)
        {
            ["State"] = job.State.ToString(),
            ["Group"] = job.Group,
            ["ExperimentId"] = Text(job.ExperimentId),
            ["Experiment"] = JobText.Command(job),
            ["Command"] = job.Command,
            ["Arguments"] = CommandLine.Format(job.Arguments),
            ["Label"] = job.Label,
            ["Backend"] = job.Backend,
            ["RemoteName"] = job.RemoteName,
            ["Resource"] = job.Resource,
            ["Image"] = job.ImageReference,
            ["ImageDigest"] = job.ImageDigest,
            ["ExitCode"] = job.ExitCode is { } code ? Text(code) : "",
            ["Attempt"] = Text(job.Attempt),
            ["Created"] = Text(job.CreatedAt),
            ["Submitted"] = Text(job.SubmittedAt),
            ["Started"] = Text(job.StartedAt),
            ["Ended"] = Text(job.EndedAt),
            ["Duration"] = JobText.Duration(job, now) is { } duration ? duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture) : "",
            ["LogPath"] = job.LogPath,
            ["Link"] = job.Link,
            ["Host"] = job.Host,
            ["User"] = job.User,
            ["Project"] = job.Project,
            ["ProjectFile"] = job.ProjectFile,
            ["RunId"] = job.RunId,
            ["Devices"] = string.Join(',', job.Devices),
            ["Hardware"] = job.Fingerprint.Hardware,
            ["Fingerprint"] = job.Fingerprint.Hash,
            ["Commit"] = job.Lineage.Commit,
            ["Uncommitted"] = job.Lineage.UncommittedHash,
            ["ProjectHash"] = job.Lineage.ProjectHash,
            ["SdkVersion"] = job.Lineage.SdkVersion,
            ["Detail"] = job.Detail,
            ["Metrics"] = Metrics(),
        };
        foreach (var (name, value) in metadata)
        {
            metadata[name] = EscapingUtilities.Escape(value);
        }

        return metadata;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    // A JSON object of names and values: names of metrics are no names of metadata.
    private string Metrics()
    {
        if (metrics.Count == 0)
        {
            return "";
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var metric in metrics)
            {
                if (double.IsFinite(metric.Value))
                {
                    json.WriteNumber(metric.Name, metric.Value);
                }
                else
                {
                    // JSON has no such numbers.
                    json.WriteString(metric.Name, metric.Value.ToString(CultureInfo.InvariantCulture));
                }
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
