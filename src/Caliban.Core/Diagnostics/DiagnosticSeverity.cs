namespace Caliban.Core.Diagnostics;

/// <summary>What a diagnostic does to the build: an error fails it, a warning does not.</summary>
public enum DiagnosticSeverity
{
    Warning,
    Error,
}
