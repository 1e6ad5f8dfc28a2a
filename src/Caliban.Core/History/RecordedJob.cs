using Caliban.Core.Processes;

namespace Caliban.Core.History;

/// <summary>A job as the history keeps it.</summary>
public sealed record RecordedJob
{
    /// <summary>The <see cref="Detail"/> of a job whose run ended before it was started.</summary>
    public const string NeverStarted = "its build ended before it was started";

    /// <summary>How the <see cref="Detail"/> ends of a job whose run ended while it was submitted, and which never arrived.</summary>
    public const string NeverArrived = "never had it: its build ended while it was submitted";

    /// <summary>The number by which people name it; unique in its store.</summary>
    public required long Id { get; init; }

    public required string Group { get; init; }

    public required long ExperimentId { get; init; }

    public required string ExperimentKey { get; init; }

    /// <summary>The parameters that vary, for people.</summary>
    public required string Label { get; init; }

    /// <summary>The script or module.</summary>
    public required string Command { get; init; }

    /// <summary>In order.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    public required string ImageReference { get; init; }

    public required string ImageDigest { get; init; }

    /// <summary>The run that planned it.</summary>
    public required string RunId { get; init; }

    /// <summary>The run that submitted it; empty before that.</summary>
    public string ClaimedBy { get; init; } = "";

    public required string User { get; init; }

    /// <summary>Where it was planned, and from its submission on, where that happened.</summary>
    public required string Host { get; init; }

    public required string Project { get; init; }

    /// <summary>Absolute, on <see cref="Host"/>.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>From 1; a retry of a job is the next attempt.</summary>
    public int Attempt { get; init; } = 1;

    public required JobState State { get; init; }

    /// <summary><c>docker</c>, <c>process</c>; empty before it is submitted.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Its name at the backend, derived from store and id; empty before it is submitted.</summary>
    public string RemoteName { get; init; } = "";

    /// <summary>
    /// Where it is, when the backend is not this machine: from its submission on the place it is sent to
    /// (<c>projects/p/locations/r</c>), and as soon as the backend has it, its name there
    /// (<c>projects/p/locations/r/customJobs/1</c>). Empty for a job of this machine.
    /// </summary>
    public string Resource { get; init; } = "";

    /// <summary>Whether it ended without ever being started, so that starting it anew repeats nothing.</summary>
    public bool WasNeverStarted => State == JobState.Stopped && (Detail == NeverStarted || Detail.EndsWith(NeverArrived, StringComparison.Ordinal));

    /// <summary>Whether it runs elsewhere, so that it is looked after from any machine.</summary>
    public bool IsRemote => Resource.Length > 0;

    /// <summary>The process, where the backend is this machine.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>The GPUs it has to itself, as the backend numbers them.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    public int? ExitCode { get; init; }

    /// <summary>Absolute, on <see cref="Host"/>; empty before it is submitted.</summary>
    public string LogPath { get; init; } = "";

    /// <summary>A page that shows it; empty for none.</summary>
    public string Link { get; init; } = "";

    /// <summary>Why it is in its state, when the state does not say all.</summary>
    public string Detail { get; init; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required Lineage Lineage { get; init; }
}
