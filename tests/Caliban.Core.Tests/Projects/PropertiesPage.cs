using System.Text;
using System.Xml.Linq;

namespace Caliban.Core.Tests.Projects;

/// <summary>A property of <c>Caliban.Properties.targets</c>.</summary>
/// <param name="Comment">The comment above it, on one line; empty when there is none.</param>
internal sealed record DocumentedProperty(string Group, string Name, string Default, string Condition, string Comment);

/// <summary>Reads the defaults of the SDK and writes <c>docs/properties.md</c> from them.</summary>
internal static class PropertiesPage
{
    /// <summary>Every assignment in file order.</summary>
    public static IReadOnlyList<DocumentedProperty> Read(string targetsFile) =>
    [
        .. XDocument.Load(targetsFile).Root!.Elements("PropertyGroup").SelectMany(group => group.Elements().Select(element => new DocumentedProperty(
            group.Attribute("Label")?.Value ?? "",
            element.Name.LocalName,
            element.Value,
            element.Attribute("Condition")?.Value ?? "",
            CommentAbove(element)))),
    ];

    public static string Write(IReadOnlyList<DocumentedProperty> properties)
    {
        var page = new StringBuilder();
        page.Append("# Properties\n\n<!-- Generated from sdk/Caliban.Properties.targets; changes made here are lost. -->\n\n");
        page.Append("Set them in the project file or on the command line, for example `-p:CalibanMaxParallel=4`.\n");
        foreach (var group in properties.Where(property => property.Comment.Length > 0).GroupBy(property => property.Group))
        {
            page.Append($"\n## {group.Key}\n\n| Property | Default | Meaning |\n|---|---|---|\n");
            foreach (var property in group)
            {
                page.Append($"| `{property.Name}` | {(property.Default.Length == 0 ? "" : $"`{property.Default}`")} | {property.Comment.Replace("|", "\\|")} |\n");
            }
        }

        return page.ToString();
    }

    private static string CommentAbove(XElement element) =>
        element.NodesBeforeSelf().LastOrDefault(node => node is XElement or XComment) is XComment comment
            ? string.Join(' ', comment.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : "";
}
