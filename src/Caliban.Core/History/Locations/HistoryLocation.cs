using Caliban.Core.Diagnostics;

namespace Caliban.Core.History.Locations;

/// <summary>Which database holds the history.</summary>
internal abstract record HistoryLocation
{
    private const string Property = "CalibanHistoryUrl";
    private const string Variable = "CALIBAN_DB_URL";

    private HistoryLocation()
    {
    }

    /// <summary>For people; without a password.</summary>
    public abstract string Display { get; }

    /// <summary>Nothing is kept.</summary>
    public sealed record Memory : HistoryLocation
    {
        public override string Display => "memory";
    }

    /// <param name="Path">Absolute.</param>
    public sealed record File(string Path) : HistoryLocation
    {
        public override string Display => Path;
    }

    /// <param name="Url">Its parts; the password is in none that is printed.</param>
    public sealed record Server(PostgresUrl Url) : HistoryLocation
    {
        public override string Display => Url.Display;
    }

    /// <param name="property"><c>CalibanHistoryUrl</c>; empty for <c>$CALIBAN_DB_URL</c>, and without that <c>~/.caliban/caliban.db</c>.</param>
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <param name="declaredAt">Where the property is declared; relative paths begin at its folder.</param>
    /// <exception cref="DiagnosticException">It names no history (CAL7011), or holds a password where none may be (CAL7012).</exception>
    public static HistoryLocation Find(string property, Func<string, string?> variable, SourceLocation declaredAt)
    {
        if (property.Trim() is { Length: > 0 } declared)
        {
            var location = Parse(declared, Property, variable, declaredAt);
            return location is Server { Url.HasPassword: true }
                ? throw DiagnosticException.Create(HistoryDiagnostics.PasswordInProperty, declaredAt)
                : location;
        }

        return variable(Variable)?.Trim() is { Length: > 0 } surroundings
            ? Parse(surroundings, Variable, variable, declaredAt)
            : new File(Path.Combine(Home(variable), ".caliban", "caliban.db"));
    }

    private static HistoryLocation Parse(string text, string source, Func<string, string?> variable, SourceLocation declaredAt)
    {
        if (string.Equals(text, "none", StringComparison.OrdinalIgnoreCase))
        {
            return new Memory();
        }

        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end < 0)
        {
            return FileAt(text, variable, declaredAt);
        }

        var (scheme, rest) = (text[..end], text[(end + 3)..]);
        return scheme switch
        {
            "sqlite" when rest is "" or "/" or "/:memory:" => new Memory(),
            "sqlite" when rest.Contains('?', StringComparison.Ordinal) => throw Invalid("a SQLite address has no parameters ('?')"),
            "sqlite" when rest.StartsWith('/') => FileAt(rest[1..], variable, declaredAt),
            "sqlite" => throw Invalid("three slashes precede the path: 'sqlite:///file'"),
            "postgresql" or "postgres" => new Server(PostgresUrl.Parse(rest, Invalid)),
            _ when scheme.StartsWith("postgresql+", StringComparison.Ordinal) => new Server(PostgresUrl.Parse(rest, Invalid)),
            _ when scheme.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '-' or '.') =>
                throw Invalid($"'{scheme}://' is neither SQLite nor PostgreSQL"),
            _ => throw Invalid("it begins with no known name of a database"),
        };

        DiagnosticException Invalid(string reason) => DiagnosticException.Create(HistoryDiagnostics.InvalidUrl, declaredAt, source, reason);
    }

    private static File FileAt(string path, Func<string, string?> variable, SourceLocation declaredAt)
    {
        if (path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
        {
            path = Path.Combine(Home(variable), path[2..]);
        }

        var folder = declaredAt.File is { Length: > 0 } file ? Path.GetDirectoryName(Path.GetFullPath(file))! : Environment.CurrentDirectory;
        return new File(Path.GetFullPath(path, folder));
    }

    private static string Home(Func<string, string?> variable) =>
        variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
