using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Building;

/// <summary>Makes sure before a build that its secrets can be had: an engine would go on without them.</summary>
internal static class BuildSecretSources
{
    /// <exception cref="DiagnosticException">Some are missing: CAL3014 for each.</exception>
    public static void Require(IReadOnlyList<BuildSecret> secrets, Func<string, string?> variable)
    {
        var mistakes = secrets
            .Select(secret => (Secret: secret, Problem: Problem(secret, variable)))
            .Where(found => found.Problem is not null)
            .Select(found => Diagnostic.Create(EnvironmentDiagnostics.BuildSecretMissing, Locate(found.Secret), found.Secret.Id, found.Problem))
            .ToList();
        if (mistakes.Count > 0)
        {
            throw new DiagnosticException(mistakes);
        }
    }

    private static string? Problem(BuildSecret secret, Func<string, string?> variable) =>
        secret.Source is { } file
            ? File.Exists(file) ? null : $"the file '{file}' does not exist{(secret.ExportPath == "GOOGLE_APPLICATION_CREDENTIALS" ? " (set CalibanCloudKey, or run 'gcloud auth application-default login')" : "")}"
            : string.IsNullOrEmpty(variable(secret.Variable!)) ? $"the variable '{secret.Variable}' is not set" : null;

    private static SourceLocation Locate(BuildSecret secret) =>
        secret.DeclaredIn is { } file ? ProjectFileLocator.Item(file, "BuildSecret", secret.Id) : SourceLocation.None;
}
