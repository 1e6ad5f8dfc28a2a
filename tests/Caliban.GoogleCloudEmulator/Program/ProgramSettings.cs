using Caliban.Emulator.Faults;
using Caliban.Emulator.Jobs;

namespace Caliban.Emulator.Program;

/// <summary>What the command line says.</summary>
internal sealed record ProgramSettings
{
    public EmulatorOptions Options { get; init; } = new() { Port = 8085, Rates = new(), Times = new JobTimes { Pending = TimeSpan.FromSeconds(1), Running = TimeSpan.FromSeconds(5) } };

    /// <summary>Where the key of a service account is written.</summary>
    public string KeyFile { get; init; } = "key.json";

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Limits by region and metric.</summary>
    public IReadOnlyList<(string Location, string Metric, long Limit)> Quotas { get; init; } = [];

    public bool IsQuiet { get; init; }

    public bool AsksForHelp { get; init; }
}
