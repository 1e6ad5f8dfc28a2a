using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Caliban.Testing;

/// <summary>A package index on loopback that pip installs from: the wheels of a folder.</summary>
/// <seealso href="https://packaging.python.org/en/latest/specifications/simple-repository-api/"/>
public sealed class PackageIndex : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;

    /// <param name="folder">Wheels, named as the specification wants.</param>
    public PackageIndex(string folder)
    {
        _folder = folder;
        Url = new Uri($"http://127.0.0.1:{FreePort()}/simple/");
        _listener.Prefixes.Add(Url.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The value of <c>PIP_INDEX_URL</c>.</summary>
    public Uri Url { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var answer = context.Response;
        // simple/PROJECT/ lists the files, simple/PROJECT/FILE is one.
        var parts = context.Request.Url!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var file = Path.Combine(_folder, parts.ElementAtOrDefault(2) ?? "");
        var content = parts.Length == 2 ? List(parts[1]) : File.Exists(file) ? await File.ReadAllBytesAsync(file) : null;
        answer.StatusCode = content is null ? 404 : 200;
        answer.ContentType = parts.Length == 2 ? "text/html" : "application/octet-stream";
        await answer.OutputStream.WriteAsync(content ?? []);
    }

    private byte[]? List(string project)
    {
        var links = Directory.EnumerateFiles(_folder, $"{project.Replace('-', '_')}-*.whl")
            .Select(path => $"<a href=\"{Path.GetFileName(path)}\">{Path.GetFileName(path)}</a>\n")
            .ToList();
        return links.Count == 0 ? null : Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html><body>\n{string.Concat(links)}</body></html>\n");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
