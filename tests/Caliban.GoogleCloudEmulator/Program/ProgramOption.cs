namespace Caliban.Emulator.Program;

/// <param name="Value">What it takes, for the help; empty for none.</param>
/// <param name="Apply">Null for a value that does not do.</param>
internal sealed record ProgramOption(string Name, string Value, string Help, Func<ProgramSettings, string, ProgramSettings?> Apply);
