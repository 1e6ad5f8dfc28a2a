namespace Caliban.Emulator.Schema;

/// <summary>Something in a body that is refused.</summary>
/// <param name="Field">Its path in the names of the protocol buffers: <c>custom_job.job_spec</c>.</param>
internal sealed record Violation(string Field, string Description);
