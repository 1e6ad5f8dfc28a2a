using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Environments;

/// <summary>Something outside itself that a line of a requirements file names.</summary>
/// <param name="Path">As it is written.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Offset">Where it begins in the line.</param>
internal sealed partial record RequirementReference(string Path, RequirementReferenceKind Kind, int Offset)
{
    /// <summary>What a line names; null for a requirement that an index satisfies.</summary>
    /// <param name="line">A whole line, without its comment.</param>
    public static RequirementReference? Find(string line)
    {
        if (Option().Match(line) is { Success: true } option)
        {
            var kind = option.Groups["name"].Value switch
            {
                "-r" or "--requirement" or "-c" or "--constraint" => RequirementReferenceKind.File,
                "-f" or "--find-links" => RequirementReferenceKind.Links,
                _ => RequirementReferenceKind.Package,
            };
            var value = option.Groups["value"];
            return Create(value.Value, kind, value.Index, isPath: true);
        }

        return line.AsSpan().TrimStart() is ['-', ..] ? null : Create(line.Trim(), RequirementReferenceKind.Package, line.Length - line.TrimStart().Length, isPath: false);
    }

    private static RequirementReference? Create(string text, RequirementReferenceKind kind, int offset, bool isPath)
    {
        var path = text.Trim('"', '\'');
        if (kind == RequirementReferenceKind.Package)
        {
            // What follows a name or path: an environment marker, options, extras.
            path = Tail().Replace(path, "");
            if (!isPath && !IsLocal(path))
            {
                return null;
            }

            path = Extras().Replace(path, "");
        }

        return path.Length == 0 || path.Contains("://", StringComparison.Ordinal) || path.StartsWith("file:", StringComparison.Ordinal) || path.Contains("${", StringComparison.Ordinal)
            ? null
            : new RequirementReference(path.Replace('\\', '/'), kind, offset);
    }

    // As pip tells a path from a name.
    private static bool IsLocal(string text) =>
        text.StartsWith('.') || (!text.Contains('@', StringComparison.Ordinal) && (text.Contains('/', StringComparison.Ordinal) || Archive().IsMatch(text)));

    [GeneratedRegex(@"\A\s*(?<name>-r|-c|-f|-e|--requirement|--constraint|--find-links|--editable)(?:\s*=\s*|\s+|(?<=-[rcfe])(?=\S))(?<value>\S.*?)\s*\z")]
    private static partial Regex Option();

    [GeneratedRegex(@"\s+--[a-z].*\z|\s*;.*\z")]
    private static partial Regex Tail();

    [GeneratedRegex(@"\[[^\[\]]*\]\z")]
    private static partial Regex Extras();

    [GeneratedRegex(@"\.(whl|zip|tar\.gz|tgz|tar\.bz2|tbz|tar\.xz|txz|tar)(\[[^\[\]]*\])?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Archive();
}

/// <summary>What a requirements file uses a path for.</summary>
internal enum RequirementReferenceKind
{
    /// <summary>Another requirements or constraints file, relative to the one that names it.</summary>
    File,

    /// <summary>A wheel, an archive or a folder to install, relative to the working directory.</summary>
    Package,

    /// <summary>A folder of archives, relative to the file or to the working directory.</summary>
    Links,
}
