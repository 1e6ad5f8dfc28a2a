using System.Globalization;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.History.Locations;

/// <summary>
/// The address of a database as libpq and SQLAlchemy write it: <c>user:password@host:port/database?sslmode=require</c>.
/// It holds no type of the library that connects, so that reading an address does not load it.
/// </summary>
/// <seealso href="https://www.postgresql.org/docs/current/libpq-connect.html"/>
internal sealed class PostgresUrl
{
    private PostgresUrl(IReadOnlyDictionary<string, string> parameters) => Parameters = parameters;

    /// <summary>By the names of libpq: <c>host</c>, <c>port</c>, <c>dbname</c>, <c>user</c>, <c>password</c>, <c>sslmode</c>, and others as they are written.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    public bool HasPassword => Parameters.Keys.Any(IsSecret);

    /// <summary>Without passwords and whatever looks like one.</summary>
    public string Display
    {
        get
        {
            var user = Parameters.TryGetValue("user", out var name) ? $"{Uri.EscapeDataString(name)}@" : "";
            var database = Parameters.TryGetValue("dbname", out var dbname) ? Uri.EscapeDataString(dbname) : "";
            var port = Parameters.TryGetValue("port", out var number) ? $":{number}" : "";
            var others = Parameters
                .Where(parameter => !IsSecret(parameter.Key) && parameter.Key is not ("user" or "host" or "port" or "dbname"))
                .Select(parameter => $"{parameter.Key}={Uri.EscapeDataString(parameter.Value)}")
                .ToList();
            return $"postgresql://{user}{Parameters.GetValueOrDefault("host")}{port}/{database}{(others.Count == 0 ? "" : $"?{string.Join('&', others)}")}";
        }
    }

    /// <param name="rest">What follows <c>postgresql://</c>.</param>
    /// <param name="invalid">Makes the error; what it is given holds no part of the user or password.</param>
    public static PostgresUrl Parse(string rest, Func<string, DiagnosticException> invalid)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        // A password with an '@' of its own would else leak as a host
        var at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            ReadUser(rest[..at], parameters, invalid);
        }

        var address = rest[(at + 1)..];
        var query = address.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? address : address[..query];
        if (path.Contains('#', StringComparison.Ordinal))
        {
            throw invalid("it holds a '#'");
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        ReadHost(slash < 0 ? path : path[..slash], parameters, invalid);
        if (slash >= 0 && path[(slash + 1)..] is { Length: > 0 } database)
        {
            parameters["dbname"] = Uri.UnescapeDataString(database);
        }

        if (query >= 0)
        {
            ReadParameters(address[(query + 1)..], parameters, invalid);
        }

        return new PostgresUrl(parameters);
    }

    private static void ReadUser(string text, Dictionary<string, string> parameters, Func<string, DiagnosticException> invalid)
    {
        if (text.AsSpan().ContainsAny('/', '?', '#') || text.Contains('@', StringComparison.Ordinal))
        {
            throw invalid("in user and password the characters '@', '/', '?' and '#' have to be written as %40, %2F, %3F and %23");
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? text : text[..colon]);
        if (user.Length > 0)
        {
            parameters["user"] = user;
        }

        if (colon >= 0 && colon + 1 < text.Length)
        {
            parameters["password"] = Uri.UnescapeDataString(text[(colon + 1)..]);
        }
    }

    private static void ReadHost(string text, Dictionary<string, string> parameters, Func<string, DiagnosticException> invalid)
    {
        var colon = text.LastIndexOf(':');
        var isAddress = text.StartsWith('[');
        if (colon >= 0 && (!isAddress || colon > text.IndexOf(']', StringComparison.Ordinal)))
        {
            var port = text[(colon + 1)..];
            if (port.Length > 0)
            {
                parameters["port"] = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                    ? port
                    : throw invalid("its port is no number from 1 to 65535");
            }

            text = text[..colon];
        }

        if (text.Contains(':', StringComparison.Ordinal) && !isAddress)
        {
            throw invalid("it names several ports");
        }

        if (text.Length > 0)
        {
            parameters["host"] = isAddress ? text : Uri.UnescapeDataString(text);
        }
    }

    private static void ReadParameters(string text, Dictionary<string, string> parameters, Func<string, DiagnosticException> invalid)
    {
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw invalid("a parameter after '?' has no value");
            }

            parameters[Uri.UnescapeDataString(pair[..equals])] = Uri.UnescapeDataString(pair[(equals + 1)..]);
        }
    }

    private static bool IsSecret(string name) =>
        name.Contains("pass", StringComparison.OrdinalIgnoreCase) && !name.Equals("passfile", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || name.Contains("pwd", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase);
}
