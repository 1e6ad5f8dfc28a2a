using Caliban.Core.Diagnostics;
using Caliban.Core.History.Locations;
using Npgsql;

namespace Caliban.Core.History.Databases;

/// <summary>The parts of an address in the words of the library that connects.</summary>
/// <seealso href="https://www.npgsql.org/doc/connection-string-parameters.html"/>
internal static class PostgresConnection
{
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["host"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["sslmode"] = "SSL Mode",
        ["sslnegotiation"] = "SSL Negotiation",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
        ["target_session_attrs"] = "Target Session Attributes",
        ["channel_binding"] = "Channel Binding",
        ["gssencmode"] = "GSS Encryption Mode",
        ["krbsrvname"] = "Kerberos Service Name",
    };

    /// <summary>Values that libpq writes with hyphens, as in <c>verify-full</c>.</summary>
    private static readonly string[] Hyphenated = ["sslmode", "target_session_attrs"];

    public static NpgsqlConnectionStringBuilder Settings(PostgresUrl url, SourceLocation declaredAt)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "localhost",
            ApplicationName = "caliban",
            // A step waits for others for 30 seconds before it is given up
            CommandTimeout = 60,
            Enlist = false,
            // No connection has a state that the next transaction could see
            NoResetOnClose = true,
            MaxPoolSize = 16,
        };
        foreach (var (name, value) in url.Parameters)
        {
            try
            {
                Set(settings, name, value);
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
            {
                throw DiagnosticException.Create(
                    HistoryDiagnostics.InvalidUrl, declaredAt, "The address", $"its parameter '{name}' is not known, or has a value that is not");
            }
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        if (name.Equals("unix_sock", StringComparison.OrdinalIgnoreCase))
        {
            // The word of pg8000 for the file of the socket, of which others name the folder
            settings.Host = Path.GetFileName(value).StartsWith(".s.PGSQL.", StringComparison.Ordinal) ? Path.GetDirectoryName(value) : value;
            return;
        }

        var hyphenated = Hyphenated.Contains(name, StringComparer.OrdinalIgnoreCase);
        settings[Keywords.GetValueOrDefault(name, name)] = hyphenated ? value.Replace("-", "", StringComparison.Ordinal) : value;
    }
}
