namespace Caliban.Core.Reports;

/// <summary>Paths as reports show them.</summary>
internal static class ReportPath
{
    /// <summary>The path from a folder with <c>/</c> between its parts; unchanged where it does not lie below it.</summary>
    public static string RelativeTo(string folder, string path)
    {
        if (folder.Length == 0 || path.Length == 0)
        {
            return path;
        }

        var relative = Path.GetRelativePath(folder, path);
        return relative == ".." || relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? path
            : relative.Replace(Path.DirectorySeparatorChar, '/');
    }
}
