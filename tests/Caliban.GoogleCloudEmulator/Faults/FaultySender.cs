using Caliban.Emulator.Http;
using Microsoft.AspNetCore.Http;

namespace Caliban.Emulator.Faults;

/// <summary>Sends answers that are late, torn or not sent at all.</summary>
internal static class FaultySender
{
    private const int PieceBytes = 16;

    /// <summary>Whether the request is carried out under this fault.</summary>
    public static bool Accepts(Fault? fault) => fault is null || fault.Accepts
        || fault.Kind is FaultKind.LoseAnswer or FaultKind.Garbage or FaultKind.HalfBody or FaultKind.SlowStream or FaultKind.Delay;

    /// <summary>Whether the client gets no answer that it can read.</summary>
    public static bool Loses(Fault? fault) => fault?.Kind is FaultKind.LoseAnswer or FaultKind.CloseConnection or FaultKind.Garbage or FaultKind.HalfBody or FaultKind.NeverAnswer;

    /// <summary>What takes the place of the answer.</summary>
    public static Answer? Replace(Fault? fault, Call call) => fault?.Kind switch
    {
        FaultKind.RateExceeded => Rate(call, fault.Delay).ToAnswer(),
        FaultKind.QuotaExceeded => Refusals.HardwareQuota(["aiplatform.googleapis.com/custom_model_training_cpus"]).ToAnswer(),
        FaultKind.Unavailable => Refusals.Unavailable().ToAnswer(),
        FaultKind.Internal => Refusals.Internal().ToAnswer(),
        FaultKind.BadGateway => Answer.Text("<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>", "text/html", 502),
        FaultKind.Garbage => Answer.Text("\u0001\u0002 this is not JSON {", Answer.Json),
        _ => null,
    };

    /// <param name="stop">The end of the server.</param>
    public static async Task SendAsync(Fault? fault, Answer answer, HttpContext context, CancellationToken stop)
    {
        switch (fault?.Kind)
        {
            case FaultKind.LoseAnswer or FaultKind.CloseConnection:
                context.Abort();
                break;
            case FaultKind.NeverAnswer:
                using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop))
                {
                    await Task.Delay(Timeout.Infinite, end.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                }

                context.Abort();
                break;
            case FaultKind.HalfBody:
                Start(answer, context.Response);
                await context.Response.Body.WriteAsync(answer.Body[..(answer.Body.Length / 2)], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                break;
            case FaultKind.SlowStream:
                Start(answer, context.Response);
                await SendSlowlyAsync(answer.Body, fault.Delay, context);
                break;
            default:
                Start(answer, context.Response);
                await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
                break;
        }
    }

    private static ApiException Rate(Call call, TimeSpan delay)
    {
        var (limit, perMinute) = call.Route.Operation is CloudOperation.CreateJob or CloudOperation.DeleteJob ? ("Job submission", 60) : ("Resource management", 600);
        return Refusals.Rate(call.Route, call.Project?.Number ?? "", call.Route.Location, limit, perMinute, delay);
    }

    private static async Task SendSlowlyAsync(ReadOnlyMemory<byte> body, TimeSpan pause, HttpContext context)
    {
        for (var position = 0; position < body.Length; position += PieceBytes)
        {
            await context.Response.Body.WriteAsync(body.Slice(position, Math.Min(PieceBytes, body.Length - position)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, context.RequestAborted);
        }
    }

    private static void Start(Answer answer, HttpResponse response)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
    }
}
