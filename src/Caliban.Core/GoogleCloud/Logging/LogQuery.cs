using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>What is asked of Cloud Logging: the entries of some jobs from a time on.</summary>
/// <seealso href="https://cloud.google.com/logging/docs/view/logging-query-language"/>
internal sealed partial record LogQuery(string Project, IReadOnlyList<string> JobIds, DateTimeOffset Since)
{
    /// <summary>So many jobs are asked for at once: a filter may have 20,000 characters.</summary>
    public const int MostJobs = 500;

    public string Filter
    {
        get
        {
            var jobs = JobIds.Count == 1 ? $"\"{JobIds[0]}\"" : $"({string.Join(" OR ", JobIds.Select(id => $"\"{id}\""))})";
            return string.Create(
                CultureInfo.InvariantCulture, $"resource.type=\"ml_job\" AND resource.labels.job_id={jobs} AND timestamp>=\"{Since.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffffffZ}\"");
        }
    }

    /// <summary>Queries for all of some jobs.</summary>
    /// <param name="jobIds">The last parts of their names, or all of them.</param>
    /// <exception cref="ArgumentException">One is no id.</exception>
    public static IReadOnlyList<LogQuery> Create(string project, IEnumerable<string> jobIds, DateTimeOffset since) =>
    [
        .. jobIds.Select(Id).Distinct(StringComparer.Ordinal).Chunk(MostJobs).Select(ids => new LogQuery(project, ids, since)),
    ];

    /// <summary>The body of a request.</summary>
    public ReadOnlyMemory<byte> Body(int pageSize, string pageToken)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceNames");
            json.WriteStringValue($"projects/{Project}");
            json.WriteEndArray();
            json.WriteString("filter", Filter);
            json.WriteString("orderBy", "timestamp asc");
            json.WriteNumber("pageSize", pageSize);
            if (pageToken.Length > 0)
            {
                json.WriteString("pageToken", pageToken);
            }

            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    private static string Id(string name) => name[(name.LastIndexOf('/') + 1)..] is var id && IdText().IsMatch(id) ? id
        : throw new ArgumentException("It is no id of a job.", nameof(name));

    [GeneratedRegex(@"\A[\w.-]{1,128}\z")]
    private static partial Regex IdText();
}
