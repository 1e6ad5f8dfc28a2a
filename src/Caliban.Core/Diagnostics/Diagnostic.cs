using System.Globalization;

namespace Caliban.Core.Diagnostics;

/// <summary>One thing to tell the user: what it is, where in their files, and in which words.</summary>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, SourceLocation Location, string Message)
{
    /// <summary>Fills the descriptor's message format with invariant culture.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SourceLocation location, params object?[] arguments) =>
        new(descriptor, location, string.Format(CultureInfo.InvariantCulture, descriptor.MessageFormat, arguments));

    public override string ToString()
    {
        var severity = Descriptor.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        var place = Location.ToString();
        return $"{place}{(place.Length == 0 ? "" : ": ")}{severity} {Descriptor.Code}: {Message}";
    }
}
