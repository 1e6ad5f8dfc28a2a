using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>A configuration to read.</summary>
/// <param name="DisplayPath">The path as the user wrote it; <c>stdin</c>, in any case, is the standard input.</param>
/// <param name="FullPath">The absolute path; diagnostics inside the file point at it. Not used for the standard input.</param>
/// <param name="DeclaredAt">Where the user named the file: the place of mistakes that are about the file as a whole.</param>
public sealed record ExperimentFile(string DisplayPath, string FullPath, SourceLocation DeclaredAt)
{
    /// <summary>Whether the standard input is meant instead of a file.</summary>
    public bool IsStandardInput => string.Equals(DisplayPath, "stdin", StringComparison.OrdinalIgnoreCase);
}
