namespace Caliban.Core.History;

/// <summary>Asks to be the one that submits a planned job.</summary>
public sealed record Claim
{
    public required long Job { get; init; }

    public required string RunId { get; init; }

    /// <summary>The machine that submits.</summary>
    public required string Host { get; init; }

    public required string Backend { get; init; }

    public required string RemoteName { get; init; }

    public required string LogPath { get; init; }

    /// <summary>The place it is sent to; empty when that is this machine.</summary>
    public string Resource { get; init; } = "";

    public required DateTimeOffset At { get; init; }

    /// <summary>How many of <see cref="Devices"/> the job needs to itself.</summary>
    public int DeviceCount { get; init; }

    /// <summary>All that this machine has, in order of preference.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>How many jobs may have the same device.</summary>
    public int JobsPerDevice { get; init; } = 1;
}

public enum ClaimOutcome
{
    /// <summary>The row says <see cref="JobState.Submitting"/>, durably; the backend may be called.</summary>
    Claimed,

    /// <summary>Somebody else has it, or it has ended.</summary>
    Taken,

    /// <summary>Too few devices are free; nothing was changed.</summary>
    NoDevices,
}

/// <param name="Devices">Those the job got.</param>
public sealed record ClaimResult(ClaimOutcome Outcome, IReadOnlyList<string> Devices);
