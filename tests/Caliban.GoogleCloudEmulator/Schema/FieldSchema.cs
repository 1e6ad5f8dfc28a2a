namespace Caliban.Emulator.Schema;

/// <summary>A field of a message.</summary>
/// <param name="Type"><c>string</c>, <c>enum NAME</c>, the name of a message, …; with <c>[]</c> when it is repeated.</param>
/// <param name="Values">The texts of an enum.</param>
/// <param name="OutputOnly">Set by the service alone.</param>
/// <param name="Oneof">The group of which one member can be set.</param>
internal sealed record FieldSchema(string Type, IReadOnlyList<string>? Values, bool Required, bool OutputOnly, string? Oneof);
