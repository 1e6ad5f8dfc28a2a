using System.Globalization;
using Caliban.Core.History;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>
/// Metrics on a line of output: <c>caliban-metric name=value [name=value …] [step=n]</c>, separated by blanks. A name is
/// one of <see cref="MetricName"/> other than <c>step</c>, each once; a value one of <see cref="MetricNumber"/>; a step a
/// whole number. A line with anything else on it counts as a whole as malformed.
/// </summary>
public static class MetricLine
{
    private const string Word = "caliban-metric";

    /// <param name="at">When the line came.</param>
    /// <param name="metrics">The values are added here; nothing unless the whole line is understood.</param>
    /// <param name="mistake">What is wrong with a line that means to be one of metrics; otherwise null.</param>
    /// <returns>Whether metrics were added.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, DateTimeOffset at, ICollection<JobMetric> metrics, out string? mistake)
    {
        mistake = null;
        var text = line.Trim(" \t");
        if (!text.StartsWith(Word, StringComparison.Ordinal) || (text.Length > Word.Length && text[Word.Length] is not (' ' or '\t')))
        {
            return false;
        }

        var values = new List<(string Name, double Value)>();
        mistake = Read(text[Word.Length..], values, out var step);
        if (mistake is not null)
        {
            return false;
        }

        foreach (var (name, value) in values)
        {
            metrics.Add(new JobMetric(name, value, step, at));
        }

        return true;
    }

    /// <returns>What is wrong, or null.</returns>
    private static string? Read(ReadOnlySpan<char> text, List<(string Name, double Value)> values, out long? step)
    {
        step = null;
        foreach (var range in text.SplitAny(' ', '\t'))
        {
            var word = text[range];
            if (word.IsEmpty)
            {
                continue;
            }

            var equals = word.IndexOf('=');
            if (equals < 0)
            {
                return "a word has no '='";
            }

            var name = word[..equals];
            var value = word[(equals + 1)..];
            if (name.SequenceEqual("step"))
            {
                if (step is not null || !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                {
                    return "the step is not one whole number";
                }

                step = number;
            }
            else if (!MetricName.IsValid(name))
            {
                return "a name has other characters than letters, digits and _ . / -, or more than 200";
            }
            else if (!MetricNumber.TryParse(value, out var number))
            {
                return "a value is no number";
            }
            else if (Contains(values, name))
            {
                return "a name stands there twice";
            }
            else
            {
                values.Add((name.ToString(), number));
            }
        }

        return values.Count == 0 ? "there is no value" : null;
    }

    private static bool Contains(List<(string Name, double Value)> values, ReadOnlySpan<char> name)
    {
        foreach (var known in values)
        {
            if (name.SequenceEqual(known.Name))
            {
                return true;
            }
        }

        return false;
    }
}
