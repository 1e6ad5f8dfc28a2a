using System.Runtime.CompilerServices;

namespace Caliban.Core.Images.Context.Ignore;

/// <summary>
/// Patterns in order, the last that matches deciding. A pattern that matches a folder matches all below it; so the results of
/// a folder, one for each pattern, are handed on to what it holds.
/// </summary>
/// <seealso href="https://github.com/moby/patternmatcher/blob/main/patternmatcher.go"/>
public sealed class IgnoreRules(IReadOnlyList<IgnorePattern> patterns)
{
    private readonly IgnorePattern[] _patterns = [.. patterns];
    private readonly bool _hasNegations = patterns.Any(pattern => pattern.IsNegation);

    /// <summary>Room for the results of a path; as it is, the results of the folder that all paths are relative to.</summary>
    public bool[] NewResults() => new bool[_patterns.Length];

    /// <summary>The pattern that leaves a path out, whose parents are not known yet; null when it stays.</summary>
    public IgnorePattern? Match(string path) => MatchFromRoot(path).Match;

    /// <summary>As <see cref="Match(string)"/>, with the results of the path itself.</summary>
    public (bool[] Results, IgnorePattern? Match) MatchFromRoot(string path)
    {
        var parent = NewResults();
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            var results = NewResults();
            Match(path[..end], parent, results);
            parent = results;
        }

        var own = NewResults();
        return (own, Match(path, parent, own));
    }

    /// <summary>The pattern that leaves a path out; null when it stays.</summary>
    /// <param name="parent">The results of its folder.</param>
    /// <param name="results">Takes its own.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public IgnorePattern? Match(string path, ReadOnlySpan<bool> parent, Span<bool> results)
    {
        IgnorePattern? decisive = null;
        for (var index = 0; index < _patterns.Length; index++)
        {
            var pattern = _patterns[index];
            // A pattern that would change nothing is not asked, also not for what is below: so Docker does it.
            results[index] = parent[index] || (pattern.IsNegation == decisive is not null && pattern.IsMatch(path));
            if (results[index])
            {
                decisive = pattern.IsNegation ? null : pattern;
            }
        }

        return decisive;
    }

    /// <summary>
    /// Whether something below a folder that is left out may be brought back. What is left out by default has to be named: a
    /// <c>!**/*.py</c> is not meant for every virtual environment.
    /// </summary>
    /// <param name="results">The results of the folder.</param>
    public bool MayBringBackBelow(string folder, ReadOnlySpan<bool> results)
    {
        if (!_hasNegations)
        {
            return false;
        }

        var byDefault = false;
        for (var index = 0; index < _patterns.Length; index++)
        {
            byDefault |= _patterns[index].IsDefault && results[index];
        }

        return _patterns.Any(pattern => pattern.IsNegation && pattern.MayMatchBelow(folder, byDefault));
    }

    /// <summary>For a path that was asked for by its name: without the defaults that would leave it out.</summary>
    public IgnoreRules For(string path)
    {
        var (results, _) = MatchFromRoot(path);
        return new IgnoreRules([.. _patterns.Where((pattern, index) => !(pattern.IsDefault && results[index]))]);
    }
}
