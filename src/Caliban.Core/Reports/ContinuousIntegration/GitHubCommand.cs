using System.Text;

namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>
/// A workflow command: <c>::error file=a.py,line=3::message</c>. The runner looks for <c>::</c> behind blanks at the start of
/// a line (actions/runner, src/Runner.Common/ActionCommand.cs), and undoes the same escapes.
/// </summary>
internal static class GitHubCommand
{
    public static string Create(string name, IEnumerable<(string Name, string Value)> properties, string message)
    {
        var line = new StringBuilder($"::{name}");
        var separator = ' ';
        foreach (var (property, value) in properties.Where(property => property.Value.Length > 0))
        {
            line.Append(separator).Append(property).Append('=').Append(EscapeProperty(value));
            separator = ',';
        }

        return line.Append("::").Append(EscapeData(message)).ToString();
    }

    public static string EscapeData(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    public static string EscapeProperty(string text) => EscapeData(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
