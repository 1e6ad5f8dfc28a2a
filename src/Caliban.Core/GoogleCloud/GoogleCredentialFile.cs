using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud;

/// <summary>The file that holds the credentials for Google Cloud.</summary>
/// <param name="Path">Exists.</param>
/// <param name="Type"><c>service_account</c> or <c>authorized_user</c>.</param>
/// <param name="Origin">What names it, for messages.</param>
/// <seealso href="https://cloud.google.com/docs/authentication/application-default-credentials"/>
public sealed record GoogleCredentialFile(string Path, string Type, string Origin)
{
    /// <summary>The types that lead to Google's own token server, or in a key file to the one it names.</summary>
    private static readonly string[] AllowedTypes = ["service_account", "authorized_user"];

    /// <summary>
    /// The declared key, then <c>GOOGLE_APPLICATION_CREDENTIALS</c>, then what <c>gcloud auth application-default login</c> left.
    /// Read anew each time, while Google's own library keeps its first answer for the life of a process.
    /// </summary>
    /// <param name="cloudKey"><c>CalibanCloudKey</c>, or empty.</param>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="DiagnosticException">CAL3070 to CAL3072.</exception>
    public static GoogleCredentialFile? Find(string cloudKey, Func<string, string?> variable)
    {
        if (cloudKey.Trim().Length > 0)
        {
            return Read(cloudKey.Trim(), "CalibanCloudKey");
        }

        if (variable("GOOGLE_APPLICATION_CREDENTIALS") is { Length: > 0 } named)
        {
            return Read(named, "GOOGLE_APPLICATION_CREDENTIALS");
        }

        var wellKnown = System.IO.Path.Combine(ConfigurationFolder(variable), "application_default_credentials.json");
        return File.Exists(wellKnown) ? Read(wellKnown, "gcloud") : null;
    }

    private static string ConfigurationFolder(Func<string, string?> variable) =>
        variable("CLOUDSDK_CONFIG") is { Length: > 0 } folder ? folder
        : OperatingSystem.IsWindows() ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "gcloud")
        : System.IO.Path.Combine(
            variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "gcloud");

    private static GoogleCredentialFile Read(string path, string origin)
    {
        if (!File.Exists(path))
        {
            throw DiagnosticException.Create(GoogleCloudDiagnostics.KeyFileMissing, SourceLocation.None, path, origin);
        }

        var type = ReadType(path, origin);
        return AllowedTypes.Contains(type)
            ? new GoogleCredentialFile(path, type, origin)
            : throw DiagnosticException.Create(GoogleCloudDiagnostics.KeyTypeRefused, SourceLocation.None, path, origin, ShortType(type));
    }

    private static string ReadType(string path, string origin)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.GetProperty("type").GetString() ?? "";
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Invalid(path, origin, "it is not JSON with a 'type'");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, origin, exception.Message.TrimEnd('.'));
        }
    }

    private static string ShortType(string type) => type.Length <= 40 && type.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-') ? type : "…";

    private static DiagnosticException Invalid(string path, string origin, string reason) =>
        DiagnosticException.Create(GoogleCloudDiagnostics.KeyFileInvalid, SourceLocation.None, path, origin, reason);
}
