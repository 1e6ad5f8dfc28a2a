using System.Globalization;
using System.Text;

namespace Caliban.Core.Experiments.Values;

/// <summary>Python's <c>repr()</c> of floating-point numbers: the shortest digits that read back as the same number.</summary>
internal static class PythonFloat
{
    /// <summary>Numbers below 10^-4 and from 10^16 on have an exponent of at least two digits; the others do not.</summary>
    public static string Repr(double number)
    {
        if (double.IsNaN(number))
        {
            return "nan";
        }

        if (double.IsInfinity(number))
        {
            return number > 0 ? "inf" : "-inf";
        }

        var sign = double.IsNegative(number) ? "-" : "";
        var (digits, exponent) = Shortest(Math.Abs(number));
        return sign + (exponent is >= -4 and < 16 ? Fixed(digits, exponent) : Scientific(digits, exponent));
    }

    /// <summary>Significant digits without trailing zeros, and the power of ten of the first of them.</summary>
    private static (string Digits, int Exponent) Shortest(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != number)
        {
            // .NET is one digit short for 2^-25 and 2^-958; seventeen digits always suffice.
            text = number.ToString("E16", CultureInfo.InvariantCulture);
        }

        var exponentMark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = exponentMark < 0 ? 0 : int.Parse(text.AsSpan(exponentMark + 1), provider: CultureInfo.InvariantCulture);
        var mantissa = exponentMark < 0 ? text : text[..exponentMark];
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var integral = point < 0 ? mantissa.Length : point;

        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var significant = all.TrimStart('0');
        return significant.Length == 0
            ? ("0", 0)
            : (significant.TrimEnd('0'), integral - (all.Length - significant.Length) - 1 + exponent);
    }

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        return digits.Length <= exponent + 1
            ? digits.PadRight(exponent + 1, '0') + ".0"
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static string Scientific(string digits, int exponent)
    {
        var text = new StringBuilder().Append(digits[0]);
        if (digits.Length > 1)
        {
            text.Append('.').Append(digits, 1, digits.Length - 1);
        }

        return text
            .Append('e')
            .Append(exponent < 0 ? '-' : '+')
            .Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture))
            .ToString();
    }
}
