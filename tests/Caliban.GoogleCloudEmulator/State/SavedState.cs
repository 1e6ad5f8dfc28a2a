using Caliban.Emulator.Jobs;
using Caliban.Emulator.Logging;
using Caliban.Emulator.Quotas;
using Caliban.Emulator.Tokens;

namespace Caliban.Emulator.State;

/// <summary>Everything that outlives the server.</summary>
internal sealed record SavedState
{
    /// <summary>Of the seal on access tokens.</summary>
    public required byte[] Secret { get; init; }

    public required KnownAccounts Accounts { get; init; }

    public required IReadOnlyList<JobRecord> Jobs { get; init; }

    public required IReadOnlyDictionary<string, string> Operations { get; init; }

    public required IReadOnlyList<LogEntry> LogEntries { get; init; }

    public required IReadOnlyList<HardwareQuota> Quotas { get; init; }
}
