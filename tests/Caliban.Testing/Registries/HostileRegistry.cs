using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Caliban.Testing.Registries;

/// <summary>
/// A registry that keeps strictly to the specification in what it accepts, and fails in all the ways a test asks it to. A
/// request that breaks the rules is refused and noted in <see cref="Violations"/>.
/// </summary>
/// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md"/>
public sealed class HostileRegistry : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<SeenRequest> _requests = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly List<RegistryFault> _faults = [];
    private readonly Lock _gate = new();

    private HostileRegistry(WebApplication application) => _application = application;

    public RegistryStore Store { get; } = new();

    public RegistryAuthority Authority { get; } = new();

    /// <summary>Whether blobs can be taken over from other repositories.</summary>
    public bool Mounts { get; set; } = true;

    /// <summary>How the place of an upload is written, with <c>{id}</c>, <c>{path}</c> and <c>{base}</c>.</summary>
    public string UploadLocation { get; set; } = "/v2/{path}/blobs/uploads/{id}?_state=a%2Bb%3D%3D";

    /// <summary>As in names of images: <c>127.0.0.1:12345</c>.</summary>
    public string Address => new Uri(_application.Urls.First()).Authority;

    public IReadOnlyList<SeenRequest> Requests => [.. _requests];

    /// <summary>What a client did against the rules.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>All bytes of blobs that arrived, also of uploads that came to nothing.</summary>
    public long UploadedBytes => _requests.Where(request => request.Method == "PUT" && request.Path.Contains("/blobs/")).Sum(request => request.BodyBytes);

    public static async Task<HostileRegistry> StartAsync(Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            options.Listen(System.Net.IPAddress.Loopback, 0, listen ?? (_ => { }));
        });
        var registry = new HostileRegistry(builder.Build());
        registry._application.Run(registry.HandleAsync);
        await registry._application.StartAsync();
        return registry;
    }

    public void Add(RegistryFault fault)
    {
        lock (_gate)
        {
            _faults.Add(fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that stall must not hold the end up.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    internal void Violate(HttpContext context, string rule)
    {
        _violations.Enqueue($"{context.Request.Method} {context.Request.Path}: {rule}");
        context.Response.StatusCode = 400;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var seen = new SeenRequest(
            request.Method, request.Host.Value ?? "", request.Path.Value ?? "", request.QueryString.Value ?? "", request.Headers.Authorization.FirstOrDefault());
        _requests.Enqueue(seen);
        request.Body = new CountingStream(request.Body, count => seen.BodyBytes += count);
        try
        {
            if (Take(request) is { } fault && await fault.ActAsync(context))
            {
                return;
            }

            if (request.Path == "/token")
            {
                await Authority.GiveAsync(context);
                return;
            }

            var handler = RegistryHandler.Create(this, context);
            await (handler is null ? Task.Run(() => Violate(context, "there is no such address"))
                : Authority.Allows(request, handler.Scope) ? handler.RunAsync()
                : Authority.Challenges.Count == 0 ? Task.Run(() => Violate(context, "a login was sent that nobody asked for"))
                : Authority.RefuseAsync(context));
        }
        finally
        {
            seen.Status = context.Response.StatusCode;
        }
    }

    private RegistryFault? Take(HttpRequest request)
    {
        lock (_gate)
        {
            var fault = _faults.Find(fault => fault.Times > 0 && fault.Method == request.Method && $"{request.Path}{request.QueryString}".Contains(fault.Path));
            if (fault is not null)
            {
                fault.Times--;
            }

            return fault;
        }
    }
}
