using Caliban.Emulator.Faults;
using Caliban.Emulator.Projects;
using Caliban.Emulator.Quotas;
using Caliban.Emulator.Requests;
using Caliban.Emulator.Tokens;
using Microsoft.AspNetCore.Http;

namespace Caliban.Emulator.Http;

/// <summary>The way of a request: recorded, delayed, perhaps spoiled, checked, carried out, saved, answered.</summary>
/// <param name="saveAsync">Ends when all changes are safe.</param>
internal sealed class Pipeline(
    EmulatorOptions options, Services services, AccessCheck access, RateCheck rates, FaultPlan faults, RequestLog requests, Func<Task> saveAsync)
{
    public async Task HandleAsync(HttpContext context, CancellationToken stop)
    {
        var request = context.Request;
        var path = request.Path.Value ?? "/";
        var call = new Call(Router.Find(request.Method, path), request, await ReadAsync(context));
        var isSecret = call.Route.Operation is CloudOperation.ExchangeGrant or CloudOperation.ExchangeToken;
        var record = new RecordedRequest(
            call.Route.Operation, request.Method, path, request.QueryString.Value ?? "", isSecret ? [] : call.Body, options.Clock.GetUtcNow());
        requests.Add(record);
        if (options.Latency > TimeSpan.Zero)
        {
            // What has come in whole is carried out, even when the client has gone meanwhile.
            await Task.Delay(options.Latency, stop);
        }

        var fault = faults.Take(call.Route);
        record.Fault = fault?.Kind;
        if (fault?.Kind == FaultKind.Delay)
        {
            await Task.Delay(fault.Delay, stop);
        }

        var answer = await AnswerAsync(call, fault);
        record.Caller = call.Principal?.Email;
        record.IsAnswerLost = FaultySender.Loses(fault);
        record.Status = answer.Status;
        options.Answered?.Invoke(record);
        await FaultySender.SendAsync(fault, answer, context, stop);
    }

    private async Task<Answer> AnswerAsync(Call call, Fault? fault)
    {
        // A token that is not good is refused whatever else goes wrong.
        if (call.Route.IsApi && Try(call, access.Run) is { } stranger)
        {
            return stranger;
        }

        if (!FaultySender.Accepts(fault))
        {
            return FaultySender.Replace(fault, call) ?? new Answer(0, ReadOnlyMemory<byte>.Empty);
        }

        var answer = Try(call, rates.Run) ?? Carry(call);
        if (call.Route.Operation is CloudOperation.CreateJob or CloudOperation.CancelJob or CloudOperation.DeleteJob && answer.Status < 400)
        {
            await saveAsync();
        }

        return FaultySender.Replace(fault, call) ?? answer;
    }

    /// <summary>A check as an answer, when it fails.</summary>
    private static Answer? Try(Call call, Action<Call> check)
    {
        try
        {
            check(call);
            return null;
        }
        catch (ApiException refusal)
        {
            return refusal.ToAnswer();
        }
    }

    private Answer Carry(Call call)
    {
        try
        {
            return services.Handle(call);
        }
        catch (ApiException refusal)
        {
            return refusal.ToAnswer();
        }
        catch (OAuthException refusal)
        {
            return refusal.ToAnswer();
        }
        catch (Exception defect)
        {
            // For who reads the answer in a failed test.
            return Answer.Text($"The emulator has a defect: {defect}", "text/plain", 500);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
