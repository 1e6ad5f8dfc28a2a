using Caliban.Core.Diagnostics;

namespace Caliban.Core.Local;

/// <summary>
/// The Google credentials a program finds while it runs: a file of this machine, shown to containers and never copied or
/// read by us.
/// </summary>
/// <param name="File">Absolute.</param>
/// <seealso href="https://cloud.google.com/docs/authentication/application-default-credentials"/>
public sealed record RuntimeCredentials(string File)
{
    /// <summary>Where containers find the file; read-only.</summary>
    public const string Target = "/run/caliban/credentials.json";

    private const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";

    /// <summary>The arguments of <c>docker run</c>.</summary>
    public IReadOnlyList<string> DockerArguments => ["--mount", BindMount.ReadOnly(File, Target), "--env", $"{Variable}={Target}"];

    /// <summary>The variable that tells a process of this machine.</summary>
    public KeyValuePair<string, string> ProcessVariable => new(Variable, File);

    /// <summary>
    /// The project's own key, else the file that <c>GOOGLE_APPLICATION_CREDENTIALS</c> names, else the application default
    /// credentials; null when there is none or the project wants none.
    /// </summary>
    /// <param name="cloudKey"><c>CalibanCloudKey</c>, absolute; empty when the project names none.</param>
    /// <param name="mount"><c>CalibanMountCredentials</c></param>
    /// <param name="variable">Reads an environment variable of the run.</param>
    /// <param name="diagnostics">Receives CAL4027; null reports nothing.</param>
    public static RuntimeCredentials? Find(
        string cloudKey, bool mount, string projectFolder, Func<string, string?> variable, IDiagnosticSink? diagnostics)
    {
        if (!mount)
        {
            return null;
        }

        if (cloudKey.Length > 0)
        {
            return new RuntimeCredentials(cloudKey);
        }

        if (variable(Variable) is { Length: > 0 } named)
        {
            var file = Path.GetFullPath(named, projectFolder);
            if (System.IO.File.Exists(file))
            {
                return new RuntimeCredentials(file);
            }

            diagnostics?.Report(Diagnostic.Create(SessionDiagnostics.CredentialsMissing, SourceLocation.None, Variable, file));
            return null;
        }

        return DefaultFile(variable) is { } found && System.IO.File.Exists(found) ? new RuntimeCredentials(found) : null;
    }

    // Where gcloud writes it, https://cloud.google.com/docs/authentication/application-default-credentials#personal
    private static string? DefaultFile(Func<string, string?> variable)
    {
        const string Name = "application_default_credentials.json";
        if (variable("CLOUDSDK_CONFIG") is { Length: > 0 } configuration)
        {
            return Path.GetFullPath(Path.Combine(configuration, Name));
        }

        return OperatingSystem.IsWindows()
            ? variable("APPDATA") is { Length: > 0 } data ? Path.Combine(data, "gcloud", Name) : null
            : variable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config", "gcloud", Name) : null;
    }
}
