using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Caliban.Testing.Registries;

/// <summary>The registry that others measure themselves by, <c>docker-registry</c>, on a loopback port of its own and with storage of its own.</summary>
public sealed class RealRegistry : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new("registry");
    private readonly (string User, string Password)? _login;
    private readonly int _port = FreePort();
    private Process? _process;

    private RealRegistry((string User, string Password)? login) => _login = login;

    public static bool IsInstalled { get; } = Find("docker-registry") is not null && Find("htpasswd") is not null;

    /// <summary>As in names of images: <c>127.0.0.1:12345</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Where it keeps what is pushed.</summary>
    public string Storage => Path.Combine(_folder.Path, "storage");

    /// <summary>Starts one that everybody may use.</summary>
    public static Task<RealRegistry> StartAsync() => StartAsync(null);

    /// <summary>Starts one that wants a login, checked by htpasswd with bcrypt.</summary>
    public static Task<RealRegistry> StartAsync(string user, string password) => StartAsync((user, password));

    /// <summary>Ends the program as a power failure does; <see cref="ResumeAsync"/> starts it again on the same port and storage.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async Task ResumeAsync()
    {
        _process = new Command(Find("docker-registry") ?? "docker-registry", "serve", Path.Combine(_folder.Path, "config.yml")).Start();
        // Read, or it stops when the pipes are full
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilItAnswersAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        _folder.Dispose();
    }

    private static async Task<RealRegistry> StartAsync((string User, string Password)? login)
    {
        var registry = new RealRegistry(login);
        try
        {
            await registry.ConfigureAsync();
            await registry.ResumeAsync();
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    private async Task ConfigureAsync()
    {
        var auth = "";
        if (_login is var (user, password))
        {
            var entry = await new Command("htpasswd", "-niB", user) { Input = password }.RunAsync();
            auth = $"""
                auth:
                  htpasswd:
                    realm: caliban
                    path: {_folder.Write("htpasswd", entry.Output.Trim() + "\n")}

                """;
        }

        _folder.Write("config.yml", $"""
            version: 0.1
            log:
              level: error
            storage:
              filesystem:
                rootdirectory: {Storage}
              delete:
                enabled: true
            {auth}http:
              addr: {Address}
            """);
    }

    private async Task WaitUntilItAnswersAsync()
    {
        using var client = new HttpClient();
        using var limit = new CancellationTokenSource(StartTime);
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{Address}/v2/"));
                request.Headers.Authorization = _login is var (user, password)
                    ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
                    : null;
                using var response = await client.SendAsync(request, limit.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (_process is { HasExited: false })
            {
                // It is not listening yet.
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);
}
