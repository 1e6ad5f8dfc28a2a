namespace Caliban.Core.Processes;

/// <summary>A line of output for people: decoded, without control characters, cut where it is too long for a screen.</summary>
/// <param name="Text">Printable text.</param>
/// <param name="IsTransient">The program means to write over it: a progress bar.</param>
public sealed record OutputLine(string Text, bool IsTransient);
