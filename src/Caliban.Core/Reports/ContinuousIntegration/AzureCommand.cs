namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>
/// A logging command: <c>##vso[task.logissue type=error;code=CAL4003;]message</c>. The agent takes the first <c>##vso[</c>
/// anywhere in a line (microsoft/azure-pipelines-agent, src/Microsoft.VisualStudio.Services.Agent/Command.cs), and undoes the
/// escapes of microsoft/azure-pipelines-task-lib, node/taskcommand.ts.
/// </summary>
internal static class AzureCommand
{
    public static string Create(string name, IEnumerable<(string Name, string Value)> properties, string message)
    {
        var written = string.Concat(properties
            .Where(property => property.Value.Length > 0)
            .Select(property => $"{property.Name}={EscapeProperty(property.Value)};"));
        return $"##vso[{name}{(written.Length == 0 ? "" : " ")}{written}]{EscapeData(message)}";
    }

    public static string EscapeData(string text) => text
        .Replace("%", "%AZP25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    public static string EscapeProperty(string text) => EscapeData(text)
        .Replace("]", "%5D", StringComparison.Ordinal)
        .Replace(";", "%3B", StringComparison.Ordinal);
}
