using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Caliban.Core.Experiments.Repair;

/// <summary>Tells numbers of JSON from those of other languages, and how the latter are written in JSON.</summary>
internal static partial class JsonNumberAdvice
{
    private const int Longest = 64;
    private static readonly SearchValues<char> Starts = SearchValues.Create("+-.0123456789");

    public static bool LooksLikeNumber(string text) =>
        text.Length > 0 && Starts.Contains(text[0]) && text.AsSpan().ContainsAnyInRange('0', '9') && Loose().IsMatch(text);

    public static bool IsJsonNumber(string text) => Strict().IsMatch(text);

    /// <summary>Null when there is no number that is surely meant.</summary>
    public static string? Correct(string text)
    {
        if (text.Length > Longest)
        {
            return null;
        }

        var isNegative = text[0] == '-';
        var plain = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        if (text.Length - text.TrimStart('+', '-').Length > 1)
        {
            return null;
        }

        var corrected = plain.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? FromHex(plain[2..]) : FromDecimal(plain);
        corrected = isNegative ? "-" + corrected : corrected;
        return corrected is not null && IsJsonNumber(corrected) ? corrected : null;
    }

    private static string? FromHex(string digits) =>
        BigInteger.TryParse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;

    private static string FromDecimal(string text)
    {
        var exponent = text.IndexOfAny(['e', 'E']);
        var mantissa = exponent < 0 ? text : text[..exponent];
        var parts = mantissa.Split('.');
        parts[0] = parts[0].TrimStart('0') is { Length: > 0 } integral ? integral : "0";
        if (parts.Length > 1 && parts[1].Length == 0)
        {
            parts[1] = "0";
        }

        return string.Join('.', parts) + (exponent < 0 ? "" : text[exponent..]);
    }

    [GeneratedRegex("^-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Strict();

    [GeneratedRegex("^[-+]*(0[xX][0-9a-fA-F_]+|[0-9_.]+([eE][-+]?[0-9_]*)?[fFdDlLjJ]?)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Loose();
}
