namespace Caliban.Core.Jobs;

/// <summary>A <c>JobEnvironment</c> item: a variable that every job gets.</summary>
/// <param name="Value">Null passes on the variable of the build, whose value is then written nowhere.</param>
public sealed record JobVariable(string Name, string? Value);
