using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Ignore;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>
/// What a project says may be in the image although it looks like a secret: <c>AllowedSecrets</c> of <c>ExtraDirectory</c>
/// items, relative to the directory, and <c>CalibanAllowedSecrets</c>, relative to the project folder.
/// </summary>
internal static class AllowedSecrets
{
    /// <summary>All patterns relative to the project folder, in the grammar of <c>.dockerignore</c>; those of the property last.</summary>
    /// <param name="property">The text of <c>CalibanAllowedSecrets</c>.</param>
    /// <param name="properties">Takes the mistakes: CAL3030.</param>
    public static IReadOnlyList<string> Resolve(IReadOnlyList<DeclaredItem> directories, string property, ProjectProperties properties)
    {
        var patterns = new List<string>();
        foreach (var item in directories)
        {
            var folder = GlobExpression.Escape(ProjectPath.Normalize(item.Name, out _));
            patterns.AddRange(Parse(item.Get("AllowedSecrets"), () => item.Location, $"AllowedSecrets of ExtraDirectory '{item.Name}'", properties)
                .Select(pattern => Write(pattern, IgnorePattern.Clean($"/{pattern.Path}") is "/" ? folder : $"{folder}{IgnorePattern.Clean($"/{pattern.Path}")}")));
        }

        patterns.AddRange(Parse(property, () => properties.Locate("CalibanAllowedSecrets", property), "CalibanAllowedSecrets", properties)
            .Select(pattern => Write(pattern, pattern.Path)));
        return patterns;
    }

    /// <summary>The patterns of a declaration.</summary>
    public static IgnoreRules Rules(ImageDeclaration declaration) => new([
        .. declaration.AllowedSecrets.Select(pattern => IgnorePattern.Parse(pattern, SourceLocation.None)).OfType<IgnorePattern>(),
    ]);

    private static List<IgnorePattern> Parse(string text, Func<SourceLocation> location, string origin, ProjectProperties properties)
    {
        var patterns = new List<IgnorePattern>();
        var mistakes = new List<Diagnostic>();
        foreach (var part in text.Split(';'))
        {
            IgnoreFile.Add(part, SourceLocation.None, origin, patterns, mistakes);
        }

        // The project is read again only when there is something to say.
        mistakes.ForEach(mistake => properties.Mistakes.Add(mistake with { Location = location() }));
        return patterns;
    }

    private static string Write(IgnorePattern pattern, string path) => $"{(pattern.IsNegation ? "!" : "")}{path}";
}
