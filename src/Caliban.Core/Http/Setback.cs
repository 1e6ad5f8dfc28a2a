namespace Caliban.Core.Http;

/// <summary>Why an answer may not be the last word.</summary>
/// <param name="Reason">For messages.</param>
/// <param name="RequestedWait">How long the server asks to wait, or null.</param>
internal sealed record Setback(string Reason, TimeSpan? RequestedWait);
