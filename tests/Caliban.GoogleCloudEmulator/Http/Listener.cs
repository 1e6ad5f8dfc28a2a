using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Caliban.Emulator.Http;

/// <summary>A server on one port.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stop = new();

    private Listener(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.First()).Port;

    /// <param name="port">0 for a free one.</param>
    /// <param name="handleAsync">Gets each request, and a token that ends with the server.</param>
    public static async Task<Listener> StartAsync(IPAddress address, int port, Func<HttpContext, CancellationToken, Task> handleAsync)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MinResponseDataRate = null;
            options.Listen(address, port);
        });
        var listener = new Listener(builder.Build());
        listener._application.Run(context => HandleAsync(context, handleAsync, listener._stop.Token));
        await listener._application.StartAsync();
        return listener;
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that wait must not hold the end up.
        await _stop.CancelAsync();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _stop.Dispose();
    }

    private static async Task HandleAsync(HttpContext context, Func<HttpContext, CancellationToken, Task> handleAsync, CancellationToken stop)
    {
        try
        {
            await handleAsync(context, stop);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
            context.Abort();
        }
    }
}
