using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Caliban.Testing;

/// <summary>
/// A package index on loopback, as pip uses it, which also serves single files. Builds and containers reach it with
/// <c>--network host</c>.
/// </summary>
/// <seealso href="https://packaging.python.org/en/latest/specifications/simple-repository-api/"/>
public sealed class PackageIndex : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _loop;
    private string? _credentials;

    public PackageIndex(params PythonWheel[] wheels)
    {
        foreach (var wheel in wheels)
        {
            Serve($"/files/{wheel.FileName}", wheel.Create());
        }

        Port = FreePort();
        _listener.Prefixes.Add($"{Address}/");
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    /// <summary>One that has the wheels of a folder.</summary>
    public static PackageIndex OfFolder(string folder)
    {
        var index = new PackageIndex();
        foreach (var file in Directory.EnumerateFiles(folder, "*.whl"))
        {
            index.Serve($"/files/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        return index;
    }

    public int Port { get; }

    /// <summary>The address of the server, without a slash at its end.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    /// <summary>What pip is told as <c>PIP_INDEX_URL</c>.</summary>
    public string Simple => $"{Address}/simple";

    /// <summary>The paths that were asked for and given.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <param name="path">Begins with a slash.</param>
    public void Serve(string path, byte[] content) => _files[path] = content;

    /// <summary>From now on every request must know these.</summary>
    public void Require(string user, string password) =>
        _credentials = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}";

    public void Dispose()
    {
        _listener.Close();
        _loop.Wait(TimeSpan.FromSeconds(5));
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context.Request, context.Response);
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // The client went away, or this server did.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerRequest request, HttpListenerResponse response)
    {
        if (_credentials is not null && request.Headers["Authorization"] != _credentials)
        {
            response.StatusCode = 401;
            response.AddHeader("WWW-Authenticate", "Basic realm=\"index\"");
            return;
        }

        var path = Uri.UnescapeDataString(request.Url!.AbsolutePath);
        var content = _files.GetValueOrDefault(path) ?? Page(path);
        if (content is null)
        {
            response.StatusCode = 404;
            return;
        }

        _requests.Enqueue(path);
        response.ContentType = path.StartsWith("/simple/", StringComparison.Ordinal) ? "text/html" : "application/octet-stream";
        response.ContentLength64 = content.Length;
        await response.OutputStream.WriteAsync(content);
    }

    /// <summary>The links to the wheels of a project.</summary>
    private byte[]? Page(string path)
    {
        if (!path.StartsWith("/simple/", StringComparison.Ordinal))
        {
            return null;
        }

        var project = path["/simple/".Length..].TrimEnd('/').Replace('-', '_');
        var links = _files.Keys
            .Select(file => file[(file.LastIndexOf('/') + 1)..])
            .Where(name => name.EndsWith(".whl", StringComparison.Ordinal) && name.StartsWith($"{project}-", StringComparison.OrdinalIgnoreCase))
            .Select(name => $"<a href=\"/files/{name}\">{name}</a>")
            .ToList();
        return links.Count == 0 ? null : Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><body>{string.Concat(links)}</body></html>");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
