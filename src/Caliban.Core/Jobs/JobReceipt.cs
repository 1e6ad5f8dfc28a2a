using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>What an engine says when it has a job.</summary>
/// <param name="Process">The process, where the engine is this machine.</param>
public sealed record JobReceipt(ProcessIdentity? Process = null);
