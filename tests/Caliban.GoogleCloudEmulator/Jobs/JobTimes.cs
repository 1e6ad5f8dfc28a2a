namespace Caliban.Emulator.Jobs;

/// <summary>How long jobs stay in their states.</summary>
public sealed record JobTimes
{
    public TimeSpan Queued { get; init; }

    public TimeSpan Pending { get; init; }

    /// <summary>Null: until <see cref="GoogleCloudEmulator.Finish(EmulatedJob, JobFate)"/>.</summary>
    public TimeSpan? Running { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>From the request to cancel to the end.</summary>
    public TimeSpan Cancelling { get; init; }
}
