namespace Caliban.Core.Tracking;

/// <summary>What is asked of the history, in the texts of properties.</summary>
public sealed record DeclaredRequest
{
    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    public required TrackingVerb Verb { get; init; }

    /// <summary><c>CalibanHistoryUrl</c></summary>
    public string HistoryLocation { get; init; } = "";

    /// <summary><c>CalibanXGroup</c></summary>
    public string Group { get; init; } = "";

    /// <summary><c>CalibanJobIds</c></summary>
    public string JobIds { get; init; } = "";

    /// <summary><c>CalibanUser</c></summary>
    public string User { get; init; } = "";

    /// <summary><c>CalibanMaxJobs</c></summary>
    public string MaxJobs { get; init; } = "";

    /// <summary><c>CalibanYes</c></summary>
    public string Yes { get; init; } = "";

    /// <summary><c>CalibanAllJobs</c></summary>
    public string AllJobs { get; init; } = "";

    /// <summary><c>CalibanFollow</c></summary>
    public string Follow { get; init; } = "";

    /// <summary><c>CalibanWaitTimeout</c></summary>
    public string WaitTimeout { get; init; } = "";

    /// <summary><c>CalibanDryRun</c></summary>
    public string DryRun { get; init; } = "";

    /// <summary><c>NoWarn</c></summary>
    public string NoWarn { get; init; } = "";

    /// <summary>What the project says about remote backends: properties by their names.</summary>
    public IReadOnlyDictionary<string, string> Cloud { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the plan of the project is written; empty where none is.</summary>
    public string PlanFile { get; init; } = "";
}
