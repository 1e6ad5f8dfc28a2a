using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Caliban.Testing;

/// <summary>
/// A PostgreSQL server of the tests' own, on the loopback interface. One serves all tests of a process; it ends with the
/// process, however that ends.
/// </summary>
public sealed class PostgresServer
{
    public const string User = "postgres";

    // The server refuses to be root
    private const string UserOfSystem = "postgres";

    // A pipe from this process is closed with it, whatever ends it
    private const string Script =
        """
        "$1/postgres" -D "$2/data" & server=$!
        read -r _
        kill -INT $server
        wait $server
        rm -rf "$2"
        """;

    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static int _databases;

    private PostgresServer(int port, string password) => (Port, Password) = (port, password);

    public int Port { get; }

    public string Password { get; }

    /// <summary>The folder of its programs; null where it is not installed.</summary>
    public static string? Programs { get; } = FindPrograms();

    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A new database, empty.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref _databases)}");
        await ProgramAsync("createdb", name);
        return name;
    }

    /// <summary>The address of a database, with the password.</summary>
    public string AddressOf(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{database}");

    /// <returns>What the statement printed, without headings.</returns>
    public async Task<string> ExecuteAsync(string database, string sql) =>
        await ProgramAsync("psql", "-v", "ON_ERROR_STOP=1", "-qAt", "-d", database, "-c", sql);

    private async Task<string> ProgramAsync(string program, params string[] arguments)
    {
        var result = await Client(program, arguments).RunAsync();
        return result.ExitCode == 0 ? result.Output : throw new InvalidOperationException($"{program}: {result}");
    }

    private Command Client(string program, params string[] arguments) => new(Path.Combine(Programs!, program), arguments)
    {
        Environment =
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = User,
            ["PGPASSWORD"] = Password,
        },
    };

    private static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("caliban-postgres-").FullName;
        var server = new PostgresServer(FreePort(), $"p@ss:/?#{Guid.NewGuid():N}");
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, server.Password);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync(new Command("chown", "-R", UserOfSystem, folder));
        }

        await RunAsync(AsServer(
            Path.Combine(Programs!, "initdb"), "-D", $"{folder}/data", "-U", User, $"--pwfile={passwordFile}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"));
        await RunAsync(AsServer(
            "sh", "-c", "cat >>\"$0\" <<END\n" + string.Create(
                CultureInfo.InvariantCulture,
                $"""
                listen_addresses = '127.0.0.1'
                port = {server.Port}
                unix_socket_directories = ''
                fsync = off
                max_connections = 200
                log_min_messages = panic
                """) + "\nEND", $"{folder}/data/postgresql.conf"));
        var process = AsServer("sh", "-c", Script, "sh", Programs!, folder).Start();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await server.WaitAsync(process.HasExited ? TimeSpan.Zero : TimeSpan.FromMinutes(1));
        return server;
    }

    private async Task WaitAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        while ((await Client("pg_isready").RunAsync()).ExitCode != 0)
        {
            await Task.Delay(100, timeout.Token);
        }
    }

    private static Command AsServer(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? new Command("runuser", ["-u", UserOfSystem, "--", program, .. arguments]) { WorkingDirectory = "/" }
        : new Command(program, arguments) { WorkingDirectory = "/" };

    private static async Task RunAsync(Command command)
    {
        var result = await command.RunAsync();
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command.Program} {string.Join(' ', command.Arguments)}: {result}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            : Enumerable.Empty<string>();
        return versions.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "psql")));
    }
}
