using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Jobs;

/// <summary>What labels may look like. All mistakes are one violation with the whole rule, as at Google.</summary>
internal static partial class LabelRules
{
    private const int Most = 64;

    public static void Check(JsonElement labels, List<Violation> violations)
    {
        if (labels.GetPropertyCount() > Most || labels.EnumerateObject().Any(label => !IsKey(label.Name) || !IsValue(label.Value.GetString()!)))
        {
            violations.Add(new Violation(
                "custom_job.labels",
                "There can be no more than 64 labels attached to a single resource. Label keys and values can only contain lowercase letters, numbers, dashes and " +
                "underscores. Label keys must start with a letter or number, must be less than 64 characters in length, and must be less that 128 bytes in length when " +
                "encoded in UTF-8. Label values must be less than 64 characters in length, and must be less that 128 bytes in length when encoded in UTF-8."));
        }
    }

    private static bool IsKey(string text) => Key().IsMatch(text) && Encoding.UTF8.GetByteCount(text) < 128;

    private static bool IsValue(string text) => Value().IsMatch(text) && Encoding.UTF8.GetByteCount(text) < 128;

    [GeneratedRegex(@"^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}_-]{0,62}\z")]
    private static partial Regex Key();

    [GeneratedRegex(@"^[\p{Ll}\p{Lo}\p{N}_-]{0,63}\z")]
    private static partial Regex Value();
}
