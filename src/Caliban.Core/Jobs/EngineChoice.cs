namespace Caliban.Core.Jobs;

/// <summary>What runs the jobs on this machine: <c>CalibanEngine</c>.</summary>
public enum EngineChoice
{
    /// <summary>Docker when it answers, otherwise plain processes.</summary>
    Auto,

    Docker,
    Process,
}
