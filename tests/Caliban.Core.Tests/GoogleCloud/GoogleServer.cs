using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>
/// A server on this machine that stands for services of Google. It is a metadata server that gives tokens, counted from 1, and
/// hands all else to whoever handles it.
/// </summary>
internal sealed class GoogleServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<SeenCall> _calls = [];
    private int _tokens;

    private GoogleServer(WebApplication application) => _application = application;

    public string Address => _application.Urls.First();

    public string Host => new Uri(Address).Authority;

    public IReadOnlyList<SeenCall> Calls => [.. _calls];

    /// <summary>How many tokens were given.</summary>
    public int Tokens => _tokens;

    /// <summary>The project that the metadata server tells.</summary>
    public string Project { get; set; } = "machine-project";

    /// <summary>Answers what is no question for metadata; it is given the body as well.</summary>
    public Func<HttpContext, string, Task> Handle { get; set; } = (context, _) => AnswerAsync(context, 404, "");

    public static async Task<GoogleServer> StartAsync(Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen ?? (_ => { })));
        var server = new GoogleServer(builder.Build());
        server._application.Run(server.HandleAsync);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Answers with one after the other, and with the last one from then on.</summary>
    public void Script(params Func<HttpContext, Task>[] answers)
    {
        var next = -1;
        Handle = (context, _) => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](context);
    }

    public static Func<HttpContext, Task> Answer(int status, string body, params (string Name, string Value)[] headers) => context =>
    {
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return AnswerAsync(context, status, body);
    };

    /// <summary>Cuts the connection before it answers.</summary>
    public static Task CutAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Sends a part of an answer and cuts the connection.</summary>
    public static async Task HalfAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("{\"name\":");
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    /// <summary>Answers nothing until the client gives up.</summary>
    public static Task StallAsync(HttpContext context) =>
        Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    public static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value ?? "";
        if (context.Request.Headers["Metadata-Flavor"] == "Google" && (path == "/" || path.StartsWith("/computeMetadata/")))
        {
            context.Response.Headers["Metadata-Flavor"] = "Google";
            await AnswerAsync(context, 200, path.EndsWith("/token") ? $$"""{"access_token":"planted-{{Interlocked.Increment(ref _tokens)}}","expires_in":3599,"token_type":"Bearer"}""" : Project);
            return;
        }

        _calls.Enqueue(new SeenCall(
            context.Request.Method,
            path,
            context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            context.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
        await Handle(context, body);
    }
}

/// <summary>A request that arrived.</summary>
internal sealed record SeenCall(
    string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body);
