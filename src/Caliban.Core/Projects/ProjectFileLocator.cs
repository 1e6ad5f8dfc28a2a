using System.Xml;
using System.Xml.Linq;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects;

/// <summary>
/// Finds the line of a property or item in a project file. MSBuild tells a task the file that defines an item but not the
/// line, so the file is read again, and only when there is something to report.
/// </summary>
public static class ProjectFileLocator
{
    /// <summary>The last declaration that gives a property this value, or the file alone when the value comes from elsewhere.</summary>
    public static SourceLocation Property(string projectFile, string name, string value) => Locate(
        projectFile,
        element => Is(element, name) && element.Parent is { } parent && Is(parent, "PropertyGroup") && element.Value.Trim() == value.Trim());

    /// <summary>The declaration of one item, or the file alone.</summary>
    /// <param name="include">One item's name; an <c>Include</c> that lists several is searched for it.</param>
    public static SourceLocation Item(string projectFile, string type, string include) =>
        Locate(projectFile, element => Is(element, type) && Includes(element, include));

    private static bool Is(XElement element, string name) =>
        string.Equals(element.Name.LocalName, name, StringComparison.OrdinalIgnoreCase);

    private static bool Includes(XElement element, string include) =>
        (element.Attribute("Include")?.Value ?? "")
            .Split(';', StringSplitOptions.TrimEntries)
            .Any(part => string.Equals(Normalize(part), Normalize(include), StringComparison.Ordinal));

    // MSBuild turns backslashes into slashes on Unix and undoes escapes.
    private static string Normalize(string include) => Uri.UnescapeDataString(include).Replace('\\', '/');

    private static SourceLocation Locate(string projectFile, Func<XElement, bool> matches)
    {
        try
        {
            var element = XDocument.Load(projectFile, LoadOptions.SetLineInfo).Descendants().LastOrDefault(matches);
            return element is IXmlLineInfo line && line.HasLineInfo()
                ? new SourceLocation(projectFile, line.LineNumber, line.LinePosition)
                : new SourceLocation(projectFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or ArgumentException)
        {
            return new SourceLocation(projectFile);
        }
    }
}
