using System.Collections.Concurrent;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Quotas;

/// <summary>Refuses calls beyond the rates.</summary>
internal sealed class RateCheck(EmulatorOptions options)
{
    private readonly ConcurrentDictionary<(string Project, string Location, string Limit), RateMeter> _meters = new();

    /// <exception cref="ApiException">There were too many in the last minute.</exception>
    public void Run(Call call)
    {
        if (options.Rates is not { } rates || Limit(call.Route.Operation, rates) is not { } limit)
        {
            return;
        }

        var project = call.Project?.Number ?? "";
        var meter = _meters.GetOrAdd((project, call.Route.Location, limit.Name), _ => RateMeter.Create(limit.PerMinute, rates.SlidingMinute));
        if (meter.Take(options.Clock.GetUtcNow()) is { } wait)
        {
            throw Refusals.Rate(call.Route, project, call.Route.Location, limit.Name, limit.PerMinute, rates.TellsDelay ? wait : null);
        }
    }

    private static (string Name, int PerMinute)? Limit(CloudOperation operation, RateLimits rates) => operation switch
    {
        CloudOperation.CreateJob or CloudOperation.DeleteJob => ("Job submission", rates.SubmissionsPerMinute),
        CloudOperation.GetJob or CloudOperation.ListJobs or CloudOperation.CancelJob or CloudOperation.GetOperation => ("Resource management", rates.ReadsPerMinute),
        CloudOperation.ListLogEntries => ("Log read", rates.LogReadsPerMinute),
        _ => null,
    };
}
