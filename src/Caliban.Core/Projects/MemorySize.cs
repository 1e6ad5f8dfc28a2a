using System.Globalization;
using System.Text.RegularExpressions;

namespace Caliban.Core.Projects;

/// <summary>Sizes of memory as Docker writes them: a number with <c>b</c>, <c>k</c>, <c>m</c>, <c>g</c> or <c>t</c>, powers of 1024.</summary>
/// <seealso href="https://docs.docker.com/engine/containers/resource_constraints/"/>
public static partial class MemorySize
{
    private const string Units = "bkmgt";

    /// <summary>Bytes; null when the text is no size, or none a machine has.</summary>
    public static long? Parse(string text)
    {
        if (Size().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var unit = match.Groups[2].Value is { Length: > 0 } letter ? Units.IndexOf(letter, StringComparison.OrdinalIgnoreCase) : 0;
        var bytes = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * Math.Pow(1024, unit);
        return bytes is >= 1 and < long.MaxValue ? (long)bytes : null;
    }

    /// <summary>A size for people: <c>1.5 GiB</c>.</summary>
    public static string Format(long bytes)
    {
        string[] names = ["B", "KiB", "MiB", "GiB", "TiB"];
        var unit = bytes < 1024 ? 0 : Math.Min((int)Math.Log(bytes, 1024), names.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Pow(1024, unit):0.#} {names[unit]}");
    }

    [GeneratedRegex(@"\A([0-9]+(?:\.[0-9]+)?)([bkmgt])?(?:(?<=[kmgtKMGT])i?b)?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Size();
}
