namespace Caliban.Emulator.Filters;

/// <summary>A filter that was read.</summary>
internal abstract record FilterExpression;

internal sealed record AllOf(IReadOnlyList<FilterExpression> Terms) : FilterExpression;

internal sealed record AnyOf(IReadOnlyList<FilterExpression> Terms) : FilterExpression;

internal sealed record Negation(FilterExpression Term) : FilterExpression;

/// <param name="Field">With dots; quotes are taken off.</param>
/// <param name="Operator"><c>=</c>, <c>!=</c>, <c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c>, <c>&gt;=</c>, <c>:</c>.</param>
internal sealed record Comparison(string Field, string Operator, string Value, bool IsQuoted) : FilterExpression;
