using Caliban.Emulator.Hardware;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Logging;
using Caliban.Emulator.Quotas;
using Caliban.Emulator.Requests;

namespace Caliban.Emulator;

/// <summary>How an emulator behaves from its start on. Without options it answers at once and refuses only what Google refuses.</summary>
public sealed record EmulatorOptions
{
    /// <summary>On the loopback address; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The project that is there from the start.</summary>
    public string ProjectId { get; init; } = "caliban-emulator";

    /// <summary>Names of resources hold it in place of the id, as Google's answers do.</summary>
    public string ProjectNumber { get; init; } = "123456789012";

    /// <summary>Other regions are refused with 403.</summary>
    public IReadOnlyList<string> Regions { get; init; } = HardwareTables.Regions;

    /// <summary>Where everything is written at each change, or null. A file that is there is read first.</summary>
    public string? StateFile { get; init; }

    /// <summary>Of everything that is left to chance: faults, failing jobs, ids.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Decides states, rates and the life of tokens. <see cref="ManualClock"/> is one that stands still.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Before every answer.</summary>
    public TimeSpan Latency { get; init; }

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>When set, every call must name it in <c>x-goog-user-project</c>.</summary>
    public string? QuotaProject { get; init; }

    /// <summary>Calls per minute, project and region; null for no limit.</summary>
    public RateLimits? Rates { get; init; }

    public JobTimes Times { get; init; } = new();

    /// <summary>What becomes of jobs: the first rule that fits decides; a job that none fits succeeds.</summary>
    public IReadOnlyList<JobRule> Rules { get; init; } = [];

    /// <summary>The part of jobs, from 0 to 1, that fail with exit code 1 although no rule fits them.</summary>
    public double FailRate { get; init; }

    /// <summary>How long a new job is missing in lists; <c>GET</c> finds it at once.</summary>
    public TimeSpan ListLag { get; init; }

    /// <summary>Pages are never longer, whatever a request asks for.</summary>
    public int MaximumPageSize { get; init; } = 100;

    /// <summary>Whether machine types, counts of accelerators and topologies are checked against the published tables.</summary>
    public bool ChecksMachines { get; init; } = true;

    /// <summary>Whether an image exists; null for all. A job with a missing image is accepted and fails before it runs.</summary>
    public Func<string, bool>? HasImage { get; init; }

    public LogBehavior Logs { get; init; } = new();

    /// <summary>Is called with every request when its answer is about to be sent, or lost.</summary>
    public Action<RecordedRequest>? Answered { get; init; }
}
