using System.Text.RegularExpressions;

namespace Caliban.Core.GoogleCloud.Vertex.Labels;

/// <summary>Tells <c>-0.1</c> from <c>-v</c>: numbers as Python reads them.</summary>
internal static partial class NegativeNumber
{
    public static bool Is(string text) => Number().IsMatch(text.Trim());

    [GeneratedRegex(@"\A-(\.?[0-9][0-9_]*(\.[0-9_]*)?(e[+-]?[0-9]+)?|inf|infinity|nan)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
