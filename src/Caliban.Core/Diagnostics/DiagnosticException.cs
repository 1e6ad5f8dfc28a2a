namespace Caliban.Core.Diagnostics;

/// <summary>Ends an operation with diagnostics that the boundary (a task, the runner) reports; never shown as a stack trace.</summary>
public sealed class DiagnosticException : Exception
{
    public DiagnosticException(Diagnostic diagnostic, Exception? cause = null)
        : base(diagnostic.ToString(), cause) => Diagnostics = [diagnostic];

    public DiagnosticException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>At least one, the first being the most important.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    public static DiagnosticException Create(DiagnosticDescriptor descriptor, SourceLocation location, params object?[] arguments) =>
        new(Diagnostic.Create(descriptor, location, arguments));
}
