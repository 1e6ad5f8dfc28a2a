using System.Globalization;
using Caliban.Emulator.Filters;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Logging;

/// <summary>The part of Cloud Logging's query language that reading the log of a job needs.</summary>
/// <seealso href="https://docs.cloud.google.com/logging/docs/view/logging-query-language"/>
internal sealed record LogFilter(IReadOnlyList<string>? JobIds, Func<LogEntry, bool> Matches)
{
    private const int Longest = 20_000;

    /// <exception cref="ApiException">It is none, or uses a part that is not known here.</exception>
    public static LogFilter Parse(string text)
    {
        if (text.Length > Longest)
        {
            throw Refusals.Argument("filter", $"The filter must not be longer than {Longest} characters.");
        }

        try
        {
            var expression = FilterParser.Parse(text, allowsSequence: true);
            return new LogFilter(FilterFacts.Values(expression, "resource.labels.job_id"), FilterFacts.Compile<LogEntry>(expression, Compile));
        }
        catch (FilterException exception)
        {
            throw Refusals.Argument("filter", $"Unparseable filter: {exception.Message}");
        }
    }

    private static Func<LogEntry, bool> Compile(Comparison term) => term.Field switch
    {
        "timestamp" => Ordered(term, Time(term.Value), entry => entry.Timestamp),
        "receiveTimestamp" => Ordered(term, Time(term.Value), entry => entry.ReceiveTimestamp),
        "severity" => Ordered(term, Severity(term.Value), entry => LogSeverities.Rank(entry.Severity)),
        "resource.type" => Text(term, _ => "ml_job"),
        "resource.labels.job_id" => Text(term, entry => entry.JobId),
        "resource.labels.task_name" => Text(term, entry => entry.TaskName),
        "resource.labels.project_id" => Text(term, entry => entry.Project),
        "logName" => Text(term, entry => LogWriter.LogName(entry)),
        "insertId" => Text(term, entry => entry.InsertId),
        "textPayload" => Text(term, entry => entry.IsText ? entry.Message : null),
        "jsonPayload.message" => Text(term, entry => entry.IsText ? null : entry.Message),
        _ => throw new FilterException($"The field '{term.Field}' is not known."),
    };

    private static Func<LogEntry, bool> Text(Comparison term, Func<LogEntry, string?> read) => term.Operator switch
    {
        "=" => entry => string.Equals(read(entry), term.Value, StringComparison.OrdinalIgnoreCase),
        "!=" => entry => !string.Equals(read(entry), term.Value, StringComparison.OrdinalIgnoreCase),
        ":" => entry => read(entry) is { } text && (term is { Value: "*", IsQuoted: false } || text.Contains(term.Value, StringComparison.OrdinalIgnoreCase)),
        _ => throw new FilterException($"The field '{term.Field}' does not support '{term.Operator}'."),
    };

    private static Func<LogEntry, bool> Ordered<T>(Comparison term, T value, Func<LogEntry, T> read)
        where T : IComparable<T> => term.Operator switch
    {
        "=" => entry => read(entry).CompareTo(value) == 0,
        "!=" => entry => read(entry).CompareTo(value) != 0,
        "<" => entry => read(entry).CompareTo(value) < 0,
        "<=" => entry => read(entry).CompareTo(value) <= 0,
        ">" => entry => read(entry).CompareTo(value) > 0,
        ">=" => entry => read(entry).CompareTo(value) >= 0,
        _ => throw new FilterException($"The field '{term.Field}' does not support '{term.Operator}'."),
    };

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw new FilterException($"'{text}' is no time as in RFC 3339.");

    private static int Severity(string text) => LogSeverities.Rank(text) is >= 0 and var rank ? rank : throw new FilterException($"There is no severity '{text}'.");
}
