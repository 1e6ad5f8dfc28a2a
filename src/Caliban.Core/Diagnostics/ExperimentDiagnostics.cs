namespace Caliban.Core.Diagnostics;

/// <summary>CAL2xxx: experiment files, parameters and their expansion.</summary>
public static class ExperimentDiagnostics
{
    public static DiagnosticDescriptor FileNotFound { get; } = new(
        "CAL2001",
        DiagnosticSeverity.Error,
        "An experiment file does not exist",
        "The experiment file '{0}' does not exist. ExperimentConfig paths are relative to the project folder; correct the path or create the file.",
        "An `ExperimentConfig` item names a file that is not there.",
        "Correct the path in the project (or on the command line, `-p:ExperimentConfig=...`), or create the file.");
}
