namespace Caliban.Core.Local.Sessions;

/// <summary>Where a session shows itself.</summary>
/// <param name="IsTerminal">Whether a person sits there: input and output are a terminal.</param>
/// <param name="WriteLine">Writes to the screen and nowhere else: it is given the token of a notebook.</param>
public sealed record SessionTerminal(bool IsTerminal, Action<string> WriteLine)
{
    /// <summary>Whether colours are wanted.</summary>
    public bool HasColor { get; init; }

    /// <summary>The terminal of this process.</summary>
    /// <param name="variable">Reads an environment variable of the run: <c>NO_COLOR</c> (https://no-color.org), <c>TERM</c>.</param>
    public static SessionTerminal Of(Func<string, string?> variable)
    {
        var isTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        return new SessionTerminal(isTerminal, Console.Out.WriteLine)
        {
            HasColor = isTerminal && string.IsNullOrEmpty(variable("NO_COLOR")) && variable("TERM") != "dumb",
        };
    }

    internal string Bold(string text) => Style(text, "1");

    internal string Dim(string text) => Style(text, "2");

    internal string Accent(string text) => Style(text, "36");

    // ECMA-48, Select Graphic Rendition
    private string Style(string text, string code) => HasColor ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
