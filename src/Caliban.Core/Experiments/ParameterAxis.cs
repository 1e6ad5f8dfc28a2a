using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>An <c>ExperimentParameter</c> item: one more axis that is multiplied onto every experiment of the files.</summary>
/// <param name="Name">The flag without its dashes; the rule for keys of a file holds, but compound names are not allowed.</param>
/// <param name="Values">
/// The alternatives in order. <c>true</c> and <c>false</c> are boolean flags, a number that Python would print
/// in the same characters is that number, everything else is a string: a flag always shows the text as typed.
/// </param>
/// <param name="DeclaredAt">Where the item stands.</param>
public sealed record ParameterAxis(string Name, IReadOnlyList<string> Values, SourceLocation DeclaredAt);
