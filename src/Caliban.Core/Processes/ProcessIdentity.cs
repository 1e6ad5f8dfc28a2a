namespace Caliban.Core.Processes;

/// <summary>A process of one machine, told apart from a later one with the same id.</summary>
/// <param name="StartTime">When it started, in the words of its system; compared, never read.</param>
public sealed record ProcessIdentity(int Id, string StartTime);
