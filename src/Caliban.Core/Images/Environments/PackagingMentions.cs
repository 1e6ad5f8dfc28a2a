using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Environments;

/// <summary>The names of files in the texts that say how a project is packaged: quoted strings, and the values of <c>setup.cfg</c>.</summary>
internal sealed partial class PackagingMentions
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Regex> _patterns = [];

    public void Add(string text, bool isConfiguration)
    {
        // A backend of the project's own is named as a module.
        if (Backend().Match(text) is { Success: true } backend)
        {
            _names.Add($"{backend.Groups["module"].Value.Replace('.', '/')}.py");
        }

        var words = QuotedText.Find(text);
        foreach (var word in isConfiguration ? words.Concat(Plain().Matches(text).Select(match => match.Value)) : words)
        {
            Add(word);
        }
    }

    /// <summary>Whether a file of the project folder is named, by its path, its name, or as a module.</summary>
    /// <param name="path">Relative to the project folder.</param>
    public bool Contains(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isAtRoot = name.Length == path.Length;
        return _names.Contains(path) || _names.Contains(name)
            // Such as "README" + ".md"
            || (isAtRoot && Path.GetExtension(name) is (".md" or ".rst" or ".txt" or ".cfg") && _names.Contains(Path.GetFileNameWithoutExtension(name)))
            || _patterns.Any(pattern => pattern.IsMatch(path) || pattern.IsMatch(name));
    }

    private void Add(string word)
    {
        var path = word.Replace('\\', '/').Trim().TrimStart('.', '/').TrimEnd('/');
        if (path.Length is 0 or > 200)
        {
            return;
        }

        if (path.Contains('*', StringComparison.Ordinal))
        {
            if (path.Any(char.IsAsciiLetter))
            {
                _patterns.Add(new Regex($@"\A{Regex.Escape(path).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}\z"));
            }

            return;
        }

        _names.Add(path);
        _names.Add(path[(path.LastIndexOf('/') + 1)..]);
        if (Dotted().IsMatch(path))
        {
            // attr = "package.version.__version__": the module is one of the beginnings.
            for (var end = path.LastIndexOf('.'); end > 0; end = path.LastIndexOf('.', end - 1))
            {
                var module = path[..end].Replace('.', '/');
                _names.Add($"{module}.py");
                _names.Add($"src/{module}.py");
            }
        }
    }

    [GeneratedRegex(@"^\s*build-backend\s*=\s*[""'](?<module>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Backend();

    [GeneratedRegex(@"[^\s,;:=\[\]{}()]+")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\A[A-Za-z_]\w*(\.[A-Za-z_]\w*)+\z")]
    private static partial Regex Dotted();
}
