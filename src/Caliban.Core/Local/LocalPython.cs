using Caliban.Core.Diagnostics;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>The interpreters of this machine.</summary>
internal static class LocalPython
{
    /// <summary>What is looked for, in order; on Windows <c>python3</c> is an advertisement for a shop.</summary>
    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["python", "py"] : ["python3", "python"];

    /// <param name="chosen"><c>CalibanLocalPython</c>: a path or a name on the search path; empty for the usual ones.</param>
    public static string? Find(string? searchPath, string chosen) =>
        chosen.Length > 0 ? ExecutableFinder.Find(searchPath, chosen) : ExecutableFinder.Find(searchPath, Names);

    /// <exception cref="DiagnosticException">There is none: CAL4010.</exception>
    public static string Require(string? searchPath, string chosen, SourceLocation location) =>
        Find(searchPath, chosen)
        ?? throw DiagnosticException.Create(
            LocalRunDiagnostics.ProgramNotFound, location, chosen.Length > 0 ? chosen : Names[0], "CalibanLocalPython");

    /// <exception cref="DiagnosticException">There is none: CAL4010.</exception>
    public static string RequireBash(string? searchPath, SourceLocation location) =>
        ExecutableFinder.Find(searchPath, "bash")
        ?? throw DiagnosticException.Create(LocalRunDiagnostics.ProgramNotFound, location, "bash", "the PATH");
}
