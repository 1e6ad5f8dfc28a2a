using System.Globalization;

namespace Caliban.Core.Hardware;

/// <summary>Valid values in a message, always in the same order.</summary>
internal static class ChoiceList
{
    /// <summary><c>['a', 'b']</c></summary>
    public static string Sorted(IEnumerable<string> values) => InOrder(values.Distinct().Order(StringComparer.Ordinal));

    public static string InOrder(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(value => $"'{value}'"))}]";

    /// <summary><c>{1, 2, 4}</c></summary>
    /// <param name="step">Multiples of it go on for ever; 0 for none.</param>
    public static string Counts(IEnumerable<int> counts, int step)
    {
        var texts = counts.Distinct().Order().Select(count => count.ToString(CultureInfo.InvariantCulture)).ToList();
        if (step > 0)
        {
            texts.AddRange([.. Enumerable.Range(1, 3).Select(factor => (factor * step).ToString(CultureInfo.InvariantCulture)), "..."]);
        }

        return $"{{{string.Join(", ", texts)}}}";
    }
}
