using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Caliban.Testing.Registries;

/// <summary>Something that goes wrong with the next requests of a kind.</summary>
/// <param name="Method">Of the requests.</param>
/// <param name="Path">A part of their path.</param>
/// <param name="ActAsync">Does it; true when the request has got its answer by that.</param>
public sealed record RegistryFault(string Method, string Path, Func<HttpContext, Task<bool>> ActAsync)
{
    /// <summary>How many requests it spoils.</summary>
    public int Times { get; set; } = 1;

    public static RegistryFault Status(string method, string path, int status, string body = "", int? retryAfter = null) => new(method, path, async context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.WriteAsync(body);
        return true;
    });

    /// <summary>Reads a part of the body and cuts the connection.</summary>
    public static RegistryFault Cut(string method, string path, int afterBytes = 0) => new(method, path, async context =>
    {
        var buffer = new byte[16 * 1024];
        for (var read = 0; read < afterBytes;)
        {
            read += await context.Request.Body.ReadAsync(buffer);
        }

        context.Abort();
        return true;
    });

    /// <summary>Sends the client elsewhere.</summary>
    public static RegistryFault Redirect(string method, string path, string location, int status = 307) => new(method, path, context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.FromResult(true);
    });

    /// <summary>Changes headers of what is otherwise the right answer.</summary>
    public static RegistryFault Header(string method, string path, string name, string value) => new(method, path, context =>
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[name] = value;
            return Task.CompletedTask;
        });
        return Task.FromResult(false);
    });

    /// <summary>Answers nothing at all until the client gives up.</summary>
    public static RegistryFault Stall(string method, string path) => new(method, path, async context =>
    {
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        return true;
    });
}
