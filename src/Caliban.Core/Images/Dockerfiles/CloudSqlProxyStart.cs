namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Starts the Cloud SQL proxy beside a program, whose exit code and signals stay its own.</summary>
/// <seealso href="https://cloud.google.com/sql/docs/postgres/connect-auth-proxy"/>
public static class CloudSqlProxyStart
{
    /// <summary>Where the environment has the proxy.</summary>
    public const string Program = "/usr/local/bin/cloud-sql-proxy";

    /// <summary>The folder of the sockets.</summary>
    public const string SocketFolder = "/tmp/cloudsql";

    /// <summary>The socket of a PostgreSQL instance.</summary>
    /// <param name="instance"><c>project:region:instance</c></param>
    public static string Socket(string instance) => $"{SocketFolder}/{instance}/.s.PGSQL.5432";

    /// <summary>The command of the program behind a start of the proxy, which has ten seconds to open its socket.</summary>
    /// <param name="python">The Python of the image.</param>
    public static IReadOnlyList<string> Wrap(string instance, bool shows, string python, IReadOnlyList<string> command) =>
    [
        "/bin/sh", "-c", Script(instance, shows, python), "caliban", .. command,
    ];

    private static string Script(string instance, bool shows, string python) =>
        SecretPassword.Script(python)
        + $"mkdir -p {SocketFolder}; "
        + $"{Program} --unix-socket {SocketFolder} {DockerfileText.ShellWord(instance)} {(shows ? ">&2" : ">/dev/null 2>&1")} & "
        + $"tries=0; while [ ! -S {DockerfileText.ShellWord(Socket(instance))} ] && [ $tries -lt 100 ] && kill -0 $! 2>/dev/null; do sleep 0.1; tries=$((tries + 1)); done; "
        + "exec \"$@\"";
}
