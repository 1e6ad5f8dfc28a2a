using System.Globalization;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>Values of metrics as texts: numbers with a point, <c>nan</c> and <c>inf</c> as Python writes them.</summary>
public static class MetricNumber
{
    /// <summary>Reads <c>0.1</c>, <c>1e-05</c>, <c>nan</c>, <c>-inf</c>; a number too large for a double is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        var unsigned = text is ['+' or '-', .. var rest] ? rest : text;
        var sign = text is ['-', ..] ? -1 : 1;
        if (Is(unsigned, "nan"))
        {
            value = double.NaN;
            return true;
        }

        if (Is(unsigned, "inf") || Is(unsigned, "infinity"))
        {
            value = sign * double.PositiveInfinity;
            return true;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>For tables, short: <c>0.1234</c>, <c>1.2e-05</c>, <c>60000</c>, <c>nan</c>.</summary>
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var magnitude = Math.Abs(value);
        var digits = magnitude >= 1000 ? "G7" : "G4";
        return value.ToString(digits, CultureInfo.InvariantCulture).Replace('E', 'e');
    }

    private static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
