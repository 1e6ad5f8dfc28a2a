namespace Caliban.Core.Jobs;

/// <summary>A job that has been written down and may be handed to an engine.</summary>
/// <param name="Job">What is run.</param>
/// <param name="Id">Its number in the history.</param>
/// <param name="Name">Its name at the engine, unique in all stores: an engine never runs two of the same name.</param>
/// <param name="LogPath">Where its output goes; absolute.</param>
/// <param name="MetricsPath">The file in which it may report metrics; absolute, in a folder of its own.</param>
/// <param name="Devices">The GPUs it has to itself; empty for all or none, as the plan says.</param>
public sealed record JobLaunch(PlannedJob Job, long Id, string Name, string LogPath, string MetricsPath, IReadOnlyList<string> Devices);
