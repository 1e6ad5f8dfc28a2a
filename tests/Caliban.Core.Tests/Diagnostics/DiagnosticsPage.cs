using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Tests.Diagnostics;

/// <summary>Writes <c>docs/diagnostics.md</c> from the registry.</summary>
internal static class DiagnosticsPage
{
    private static readonly Dictionary<char, string> Ranges = new()
    {
        ['1'] = "Projects",
        ['2'] = "Experiments",
        ['3'] = "Images and registries",
        ['4'] = "Local runs",
        ['5'] = "Vertex AI",
        ['6'] = "Clusters",
        ['7'] = "History",
    };

    public static string Write(IReadOnlyList<DiagnosticDescriptor> descriptors)
    {
        var page = new StringBuilder();
        Line(page, "# Diagnostics");
        Line(page);
        Line(page, "<!-- Generated from src/Caliban.Core/Diagnostics; changes made here are lost. -->");
        Line(page);
        Line(page, "Every error and warning has a code. `NoWarn`, `WarningsAsErrors` and `TreatWarningsAsErrors` work on the warnings as");
        Line(page, "they do in any project. In the messages, `{0}`, `{1}` and so on stand for what the message is about.");
        foreach (var range in descriptors.GroupBy(descriptor => descriptor.Code[3]))
        {
            Line(page);
            Line(page, $"## {Ranges[range.Key]} (CAL{range.Key}xxx)");
            foreach (var descriptor in range)
            {
                Write(page, descriptor);
            }
        }

        return page.ToString();
    }

    // The heading is the code alone, so that its anchor is the code in lower case.
    private static void Write(StringBuilder page, DiagnosticDescriptor descriptor)
    {
        Line(page);
        Line(page, $"### {descriptor.Code}");
        Line(page);
        Line(page, $"**{descriptor.Title}** ({(descriptor.Severity == DiagnosticSeverity.Error ? "error" : "warning")})");
        Line(page);
        Line(page, "```text");
        Line(page, descriptor.MessageFormat.Replace("{{", "{").Replace("}}", "}"));
        Line(page, "```");
        Line(page);
        Line(page, $"*Cause*: {descriptor.Cause}");
        Line(page);
        Line(page, $"*Remedy*: {descriptor.Remedy}");
    }

    private static void Line(StringBuilder page, string line = "") => page.Append(line).Append('\n');
}
