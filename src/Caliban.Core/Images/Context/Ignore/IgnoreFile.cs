using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images.Context.Ignore;

/// <summary>The <c>.dockerignore</c> of a project folder.</summary>
/// <seealso href="https://docs.docker.com/build/concepts/context/#dockerignore-files"/>
public static class IgnoreFile
{
    public const string Name = ".dockerignore";

    /// <summary>The patterns of a folder's file between our own; only these when there is no file.</summary>
    /// <exception cref="DiagnosticException">Patterns are wrong, all of them: CAL3030; the file cannot be read: CAL3004.</exception>
    /// <param name="leftOut">Files relative to the folder that are left out as what <see cref="DefaultPatterns"/> names.</param>
    public static IgnoreRules Read(string folder, IReadOnlyList<string>? leftOut = null)
    {
        var path = Path.Combine(folder, Name);
        IgnorePattern[] defaults = [.. DefaultPatterns.All, .. (leftOut ?? []).Select(DefaultPatterns.Exactly)];
        if (!File.Exists(path))
        {
            return new IgnoreRules([.. defaults, DefaultPatterns.Output]);
        }

        try
        {
            return new IgnoreRules([.. defaults, .. Parse(File.ReadAllText(path), path), DefaultPatterns.Output]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BuildContextEntry.Unreadable(path, Name, exception);
        }
    }

    /// <summary>The patterns of a text in order; empty lines and those that begin with <c>#</c> are none.</summary>
    /// <param name="path">Where the text stands, for messages.</param>
    /// <exception cref="DiagnosticException">Patterns are wrong, all of them: CAL3030.</exception>
    public static IReadOnlyList<IgnorePattern> Parse(string text, string path)
    {
        var patterns = new List<IgnorePattern>();
        var mistakes = new List<Diagnostic>();
        var number = 0;
        // Docker knows no other end of a line; a carriage return before it is trimmed with the spaces.
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Where(line => ++number > 0 && !line.StartsWith('#')))
        {
            var location = new SourceLocation(path, number, line.Length - line.TrimStart().Length + 1);
            Add(line, location, Name, patterns, mistakes);
        }

        return mistakes.Count == 0 ? patterns : throw new DiagnosticException(mistakes);
    }

    /// <summary>Adds the pattern of a line, or the mistake in it.</summary>
    /// <param name="origin">What holds the line, for messages.</param>
    public static void Add(
        string line, SourceLocation location, string origin, ICollection<IgnorePattern> patterns, ICollection<Diagnostic> mistakes)
    {
        try
        {
            if (IgnorePattern.Parse(line, location) is { } pattern)
            {
                patterns.Add(pattern);
            }
        }
        catch (FormatException exception)
        {
            mistakes.Add(Diagnostic.Create(ContextDiagnostics.IgnorePatternInvalid, location, line.Trim(), origin, exception.Message));
        }
    }
}
