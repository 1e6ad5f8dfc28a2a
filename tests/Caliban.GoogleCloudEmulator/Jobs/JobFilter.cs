using System.Globalization;
using Caliban.Emulator.Filters;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Jobs;

/// <summary>The <c>filter</c> of a list of jobs.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs/list"/>
internal sealed record JobFilter
{
    private const string LabelPrefix = "labels.";

    /// <summary>A label that every job in the answer has, so that an index can be used.</summary>
    public required (string Key, string Value)? Label { get; init; }

    public required Func<(EmulatedJob Job, JobStatus Status), bool> Matches { get; init; }

    /// <exception cref="ApiException">It is no filter.</exception>
    public static JobFilter Parse(string text)
    {
        try
        {
            var expression = FilterParser.Parse(text, allowsSequence: false);
            var label = FilterFacts.Necessary(expression)
                .FirstOrDefault(term => term.Operator == "=" && term.Field.StartsWith(LabelPrefix, StringComparison.Ordinal));
            return new JobFilter
            {
                Matches = FilterFacts.Compile<(EmulatedJob Job, JobStatus Status)>(expression, Compile),
                Label = label is null ? null : (label.Field[LabelPrefix.Length..], label.Value),
            };
        }
        catch (FilterException exception)
        {
            throw Refusals.Argument("filter", $"Invalid filter \"{text}\": {exception.Message}");
        }
    }

    private static Func<(EmulatedJob Job, JobStatus Status), bool> Compile(Comparison term)
    {
        switch (term.Field)
        {
            case "displayName" or "display_name":
                return Name(term);
            case "state":
                return State(term);
            case "createTime" or "create_time":
                return Time(term);
            default:
                return term.Field.StartsWith(LabelPrefix, StringComparison.Ordinal) && term.Field.Length > LabelPrefix.Length
                    ? Labels(term, term.Field[LabelPrefix.Length..])
                    : throw new FilterException($"The field '{term.Field}' cannot be filtered by.");
        }
    }

    private static Func<(EmulatedJob Job, JobStatus Status), bool> Name(Comparison term) => term.Operator switch
    {
        "=" => item => item.Job.DisplayName == term.Value,
        "!=" => item => item.Job.DisplayName != term.Value,
        ":" => item => Wildcard.Matches(item.Job.DisplayName, term.Value),
        _ => throw NotSupported(term),
    };

    private static Func<(EmulatedJob Job, JobStatus Status), bool> State(Comparison term)
    {
        if (!JobStates.All.Contains(term.Value))
        {
            throw new FilterException($"There is no state '{term.Value}'.");
        }

        return term.Operator switch
        {
            "=" => item => item.Status.State.Text() == term.Value,
            "!=" => item => item.Status.State.Text() != term.Value,
            _ => throw NotSupported(term),
        };
    }

    private static Func<(EmulatedJob Job, JobStatus Status), bool> Time(Comparison term)
    {
        if (!DateTimeOffset.TryParse(term.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) || !term.Value.Contains('T', StringComparison.Ordinal))
        {
            throw new FilterException($"'{term.Value}' is no time as in RFC 3339.");
        }

        return term.Operator switch
        {
            "=" => item => item.Job.CreateTime == time,
            "!=" => item => item.Job.CreateTime != time,
            "<" => item => item.Job.CreateTime < time,
            "<=" => item => item.Job.CreateTime <= time,
            ">" => item => item.Job.CreateTime > time,
            ">=" => item => item.Job.CreateTime >= time,
            _ => throw NotSupported(term),
        };
    }

    private static Func<(EmulatedJob Job, JobStatus Status), bool> Labels(Comparison term, string key) => (term.Operator, term.Value) switch
    {
        (":", "*") when !term.IsQuoted => item => item.Job.Labels.ContainsKey(key),
        (":" or "=", _) => item => item.Job.Labels.TryGetValue(key, out var value) && value == term.Value,
        ("!=", _) => item => !item.Job.Labels.TryGetValue(key, out var value) || value != term.Value,
        _ => throw NotSupported(term),
    };

    private static FilterException NotSupported(Comparison term) => new($"The field '{term.Field}' does not support '{term.Operator}'.");
}
