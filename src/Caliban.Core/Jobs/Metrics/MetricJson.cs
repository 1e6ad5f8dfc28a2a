using System.Globalization;
using System.Text.Json;
using Caliban.Core.History;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>
/// A line of a metrics file: <c>{"name": "loss", "value": 0.1, "step": 3, "time": 1700000000}</c>, or with every number but
/// step and time a metric: <c>{"step": 3, "loss": 0.1, "accuracy": 0.9}</c>. <c>_step</c> and <c>_timestamp</c> are taken as
/// well; texts and nested values of the second form are left out. Times are seconds since 1970 or ISO 8601.
/// </summary>
internal static class MetricJson
{
    /// <summary>The calendar of .NET ends here.</summary>
    private const double LastSecond = 253402300799;

    /// <inheritdoc cref="MetricLine.TryParse"/>
    public static bool TryParse(ReadOnlySpan<byte> line, DateTimeOffset at, ICollection<JobMetric> metrics, out string? mistake)
    {
        try
        {
            using var document = JsonDocument.Parse(PythonConstants.Quote(line));
            mistake = document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement, at, metrics)
                : "it is no JSON object";
        }
        catch (JsonException)
        {
            mistake = "it is not valid JSON";
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair in it.
            mistake = "it holds a text that is not valid Unicode";
        }

        return mistake is null;
    }

    private static string? Read(JsonElement line, DateTimeOffset at, ICollection<JobMetric> metrics)
    {
        long? step = null;
        if (Find(line, "step", "_step") is { } stepElement && !TryReadStep(stepElement, out step))
        {
            return "the step is no whole number";
        }

        if (Find(line, "time", "_timestamp") is { } timeElement && !TryReadTime(timeElement, ref at))
        {
            return "the time is neither seconds since 1970 nor ISO 8601";
        }

        var values = new List<JobMetric>();
        var mistake = line.TryGetProperty("name", out var name) && line.TryGetProperty("value", out var value)
            ? Add(name.ValueKind == JsonValueKind.String ? name.GetString()! : "", value)
            : line.EnumerateObject()
                .Where(property => property.Name is not ("step" or "_step" or "time" or "_timestamp") && IsNumber(property.Value))
                .Select(property => Add(property.Name, property.Value))
                .FirstOrDefault(found => found is not null);
        if (mistake is null && values.Count == 0)
        {
            mistake = "there is no value";
        }

        if (mistake is null)
        {
            values.ForEach(metrics.Add);
        }

        return mistake;

        string? Add(string name, JsonElement element)
        {
            if (!MetricName.IsValid(name))
            {
                return "a name has other characters than letters, digits and _ . / -, or more than 200";
            }

            if (!TryReadNumber(element, out var number))
            {
                return "a value is no number";
            }

            values.Add(new JobMetric(name, number, step, at));
            return null;
        }
    }

    private static JsonElement? Find(JsonElement line, string name, string otherName) =>
        line.TryGetProperty(name, out var found) || line.TryGetProperty(otherName, out found) ? found : null;

    private static bool IsNumber(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number || (element.ValueKind == JsonValueKind.String && PythonConstants.IsOne(element.GetString()!));

    private static bool TryReadNumber(JsonElement element, out double number)
    {
        number = 0;
        return IsNumber(element) && (element.ValueKind == JsonValueKind.String
            ? MetricNumber.TryParse(element.GetString(), out number)
            : element.TryGetDouble(out number) && double.IsFinite(number));
    }

    // Steps that went through a floating-point array are written as 3.0.
    private static bool TryReadStep(JsonElement element, out long? step)
    {
        step = element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number when element.TryGetDouble(out var number) && double.IsInteger(number) && Math.Abs(number) < 1e15 => (long)number,
            _ => null,
        };
        return step is not null || element.ValueKind == JsonValueKind.Null;
    }

    private static bool TryReadTime(JsonElement element, ref DateTimeOffset time)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.Number when element.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastSecond:
                time = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
                return true;
            case JsonValueKind.String:
                var isTime = DateTimeOffset.TryParse(
                    element.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var read);
                time = isTime ? read : time;
                return isTime;
            default:
                return false;
        }
    }
}
