using Caliban.Core.Diagnostics;

namespace Caliban.Core.History;

/// <summary>Opens the store that a project or its surroundings name.</summary>
public static class HistoryStore
{
    /// <param name="location"><c>CalibanHistoryUrl</c>; empty for <c>$CALIBAN_DB_URL</c>, and without that <c>~/.caliban/caliban.db</c>.</param>
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <param name="declaredAt">Where the property is declared.</param>
    /// <exception cref="DiagnosticException">It cannot be opened: CAL7xxx.</exception>
    public static Task<IHistory> OpenAsync(
        string location, Func<string, string?> variable, SourceLocation declaredAt, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>As <see cref="OpenAsync"/>, but creates nothing: null where there is no store yet.</summary>
    public static Task<IHistory?> OpenExistingAsync(
        string location, Func<string, string?> variable, SourceLocation declaredAt, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
