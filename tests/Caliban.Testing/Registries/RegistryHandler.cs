using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Caliban.Testing.Registries;

/// <summary>The right answer to one request, and the rules it has to keep.</summary>
internal sealed partial class RegistryHandler
{
    private static readonly string[] ManifestTypes =
    [
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    private readonly HostileRegistry _registry;
    private readonly HttpContext _context;
    private readonly string _repository;
    private readonly string _rest;

    private RegistryHandler(HostileRegistry registry, HttpContext context, string repository, string kind, string rest)
    {
        (_registry, _context, _repository, _rest) = (registry, context, repository, rest);
        IsManifest = kind == "manifests";
        IsUpload = kind == "blobs/uploads";
    }

    public string Scope => $"repository:{_repository}:{(Request.Method is "GET" or "HEAD" ? "pull" : "pull,push")}";

    private bool IsManifest { get; }

    private bool IsUpload { get; }

    private HttpRequest Request => _context.Request;

    private HttpResponse Response => _context.Response;

    private RegistryStore Store => _registry.Store;

    /// <summary>Null for an address that no registry has.</summary>
    public static RegistryHandler? Create(HostileRegistry registry, HttpContext context) =>
        Form().Match(context.Request.Path.Value ?? "") is { Success: true } match
            ? new RegistryHandler(registry, context, match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value)
            : null;

    public Task RunAsync() => (Request.Method, IsManifest, IsUpload) switch
    {
        ("GET" or "HEAD", true, _) => SendManifestAsync(),
        ("PUT", true, _) => TakeManifestAsync(),
        ("GET" or "HEAD", false, false) => SendBlobAsync(),
        ("POST", false, true) => BeginAsync(),
        ("PUT", false, true) => TakeBlobAsync(),
        _ => ViolateAsync("no registry has to do this"),
    };

    private async Task SendManifestAsync()
    {
        var accepted = Request.Headers.Accept.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToHashSet();
        if (!ManifestTypes.All(accepted.Contains))
        {
            await ViolateAsync("not all types of manifests are accepted");
        }
        else if (!Store.Manifests.TryGetValue(RegistryStore.Key(_repository, _rest), out var manifest))
        {
            await FailAsync(404, "MANIFEST_UNKNOWN");
        }
        else
        {
            Response.Headers["Docker-Content-Digest"] = RegistryStore.Digest(manifest.Content);
            await SendAsync(manifest.MediaType, manifest.Content, 0);
        }
    }

    private async Task TakeManifestAsync()
    {
        var content = await ReadAsync();
        var type = Request.ContentType ?? "";
        if (!ManifestTypes.Contains(type) || Request.ContentLength != content.Length)
        {
            await ViolateAsync("a manifest has a type and a length");
            return;
        }

        using var json = JsonDocument.Parse(content);
        if (Digests(json.RootElement).Any(digest => !Store.Blobs.ContainsKey(RegistryStore.Key(_repository, digest))))
        {
            await FailAsync(400, "MANIFEST_BLOB_UNKNOWN");
            return;
        }

        Response.Headers["Docker-Content-Digest"] = Store.AddManifest(_repository, _rest.Contains(':') ? null : _rest, type, content);
        Response.StatusCode = 201;
    }

    private async Task SendBlobAsync()
    {
        if (!Store.Blobs.TryGetValue(RegistryStore.Key(_repository, _rest), out var content))
        {
            await FailAsync(404, "BLOB_UNKNOWN");
            return;
        }

        var from = Range().Match(Request.Headers.Range.ToString()) is { Success: true } range ? int.Parse(range.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 0;
        Response.Headers["Docker-Content-Digest"] = _rest;
        if (from > 0)
        {
            Response.StatusCode = 206;
            Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        await SendAsync("application/octet-stream", content, from);
    }

    private Task BeginAsync()
    {
        var (mount, from) = (Request.Query["mount"].ToString(), Request.Query["from"].ToString());
        if (mount.Length > 0 && _registry.Mounts && Store.Blobs.TryGetValue(RegistryStore.Key(from, mount), out var content))
        {
            Store.Add(_repository, content);
            Response.StatusCode = 201;
            Response.Headers.Location = $"/v2/{_repository}/blobs/{mount}";
            return Task.CompletedTask;
        }

        var id = Guid.NewGuid().ToString("N");
        var location = _registry.UploadLocation
            .Replace("{path}", _repository).Replace("{id}", id).Replace("{base}", $"{Request.Scheme}://{Request.Host}");
        Store.Uploads[id] = location.Contains('?') ? location[location.IndexOf('?')..] : "";
        Response.StatusCode = 202;
        Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private async Task TakeBlobAsync()
    {
        var id = _rest;
        if (!Store.Uploads.TryRemove(id, out var query))
        {
            await FailAsync(404, "BLOB_UPLOAD_UNKNOWN");
            return;
        }

        var digest = Request.Query["digest"].ToString();
        var expected = $"{query}{(query.Length == 0 ? "?" : "&")}digest={Uri.EscapeDataString(digest)}";
        if (Request.QueryString.Value != expected)
        {
            await ViolateAsync($"the query is '{Request.QueryString.Value}' instead of '{expected}'");
        }
        else if (Request.ContentLength is null || Request.ContentType != "application/octet-stream")
        {
            await ViolateAsync("a blob has a type and a length");
        }
        else if (Store.Blobs.ContainsKey(RegistryStore.Key(_repository, digest)))
        {
            await ViolateAsync("the blob was there already");
        }
        else if (await ReadAsync() is var content && RegistryStore.Digest(content) != digest)
        {
            await FailAsync(400, "DIGEST_INVALID");
        }
        else
        {
            Response.Headers["Docker-Content-Digest"] = Store.Add(_repository, content);
            Response.StatusCode = 201;
        }
    }

    private async Task SendAsync(string type, byte[] content, int from)
    {
        Response.ContentType = type;
        Response.ContentLength = content.Length - from;
        if (Request.Method == "GET")
        {
            await Response.Body.WriteAsync(content.AsMemory(from));
        }
    }

    private async Task<byte[]> ReadAsync()
    {
        using var content = new MemoryStream();
        await Request.Body.CopyToAsync(content);
        return content.ToArray();
    }

    private Task FailAsync(int status, string code)
    {
        Response.StatusCode = status;
        return Request.Method == "HEAD" ? Task.CompletedTask : Response.WriteAsync($$"""{"errors":[{"code":"{{code}}","message":"so it is"}]}""");
    }

    private Task ViolateAsync(string rule)
    {
        _registry.Violate(_context, rule);
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Digests(JsonElement manifest)
    {
        var config = manifest.TryGetProperty("config", out var found) ? [found] : Array.Empty<JsonElement>();
        var layers = manifest.TryGetProperty("layers", out var list) ? list.EnumerateArray() : default;
        return config.Concat(layers).Select(descriptor => descriptor.GetProperty("digest").GetString()!);
    }

    [GeneratedRegex(@"\A/v2/(.+?)/(manifests|blobs/uploads|blobs)/([^/]*)\z")]
    private static partial Regex Form();

    [GeneratedRegex(@"\Abytes=([0-9]+)-\z")]
    private static partial Regex Range();
}
