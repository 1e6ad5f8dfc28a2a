using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images.Context.Ignore;

/// <summary>One line of an ignore file.</summary>
public sealed class IgnorePattern
{
    private readonly GlobExpression _expression;

    private IgnorePattern(string text, string path, bool isNegation, SourceLocation location)
    {
        (Text, Path, IsNegation, Location) = (text, path, isNegation, location);
        _expression = GlobExpression.Parse(path);
    }

    /// <summary>As the user wrote it, without spaces around it.</summary>
    public string Text { get; }

    /// <summary>What is matched: relative, without <c>!</c>, in its shortest form.</summary>
    public string Path { get; }

    /// <summary>Whether it brings back what patterns before it left out.</summary>
    public bool IsNegation { get; }

    /// <summary>Its line and column; no place for those that are our own.</summary>
    public SourceLocation Location { get; }

    /// <summary>Whether it is one of <see cref="DefaultPatterns"/>, which no file holds.</summary>
    public bool IsDefault => Location.File is null;

    /// <summary>Reads a line as Docker does; null for an empty one.</summary>
    /// <exception cref="FormatException">It is not a pattern; the message says why.</exception>
    /// <seealso href="https://github.com/moby/patternmatcher/blob/main/ignorefile/ignorefile.go"/>
    public static IgnorePattern? Parse(string line, SourceLocation location)
    {
        var text = line.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        // A slash before '!' makes it part of a name, and Docker forgets that once it has removed the slash.
        var path = text[0] == '!' ? $"!{Relative(text[1..].Trim())}" : Relative(text).Trim();
        var isNegation = path.StartsWith('!');
        path = isNegation ? path[1..] : path;
        return isNegation && path is "" or "/"
            ? throw new FormatException("'!' alone brings nothing back; a pattern has to follow it")
            : new IgnorePattern(text, path, isNegation, location);
    }

    public bool IsMatch(string path) => _expression.IsMatch(path);

    /// <summary>Whether it can match something below a folder.</summary>
    /// <param name="byName">Whether only a pattern that names the folder counts, not one that finds it by wildcards.</param>
    internal bool MayMatchBelow(string folder, bool byName)
    {
        var prefix = _expression.LiteralPrefix;
        var below = $"{folder}/";
        return prefix.StartsWith(below, StringComparison.Ordinal) || (!byName && below.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string Relative(string path)
    {
        var clean = path.Length == 0 ? "" : Clean(path);
        return clean.Length > 1 && clean[0] == '/' ? clean[1..] : clean;
    }

    /// <summary>The shortest form of a path by its text alone.</summary>
    /// <seealso href="https://pkg.go.dev/path#Clean"/>
    internal static string Clean(string path)
    {
        var isRooted = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != ".." || (parts.Count == 0 ? !isRooted : parts[^1] == ".."))
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        var text = string.Join('/', parts);
        return isRooted ? $"/{text}" : text.Length == 0 ? "." : text;
    }
}
