using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>The file that holds the credentials for Google Cloud.</summary>
/// <param name="Path">Exists.</param>
/// <param name="Type">One of those that are known to lead to an access token.</param>
/// <param name="Origin">What names it, for messages.</param>
/// <seealso href="https://cloud.google.com/docs/authentication/application-default-credentials"/>
public sealed record GoogleCredentialFile(string Path, string Type, string Origin)
{
    internal const string Impersonated = "impersonated_service_account";
    internal const string External = "external_account";
    internal const string CloudKeyProperty = "CalibanCloudKey";

    private const string SourcePart = "source_credentials";

    private static readonly string[] AllowedTypes = ["service_account", "authorized_user", Impersonated, External, "external_account_authorized_user"];

    /// <summary>The project it belongs to; empty when it does not say.</summary>
    public string ProjectId { get; init; } = "";

    /// <summary>The project whose quota its calls count towards; empty when it does not say.</summary>
    public string QuotaProject { get; init; } = "";

    /// <summary>Where the login is in the file: empty for all of it, or the name of a part.</summary>
    internal string Part { get; init; } = "";

    /// <summary>The account that an impersonated login leads to, and the login that creates its tokens.</summary>
    internal (ImpersonatedAccount Account, GoogleCredentialFile Caller)? Impersonation { get; init; }

    /// <summary>Where it comes from, for messages.</summary>
    internal string Description => $"the Google credentials file '{Path}', named by {Origin}";

    /// <summary>
    /// The declared key, then <c>GOOGLE_APPLICATION_CREDENTIALS</c>, then what <c>gcloud auth application-default login</c> left.
    /// Read anew each time, while Google's own library keeps its first answer for the life of a process.
    /// </summary>
    /// <param name="cloudKey"><c>CalibanCloudKey</c>, or empty.</param>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="DiagnosticException">CAL3070 to CAL3072, CAL3074, CAL3075.</exception>
    public static GoogleCredentialFile? Find(string cloudKey, Func<string, string?> variable)
    {
        if (cloudKey.Trim().Length > 0)
        {
            return Read(cloudKey.Trim(), CloudKeyProperty, variable);
        }

        if (variable("GOOGLE_APPLICATION_CREDENTIALS") is { Length: > 0 } named)
        {
            return Read(named, "GOOGLE_APPLICATION_CREDENTIALS", variable);
        }

        var wellKnown = WellKnown(variable);
        return File.Exists(wellKnown) ? Read(wellKnown, "gcloud", variable) : null;
    }

    /// <summary>The file that <c>gcloud</c> leaves.</summary>
    internal static string WellKnown(Func<string, string?> variable) =>
        System.IO.Path.Combine(ConfigurationFolder(variable), "application_default_credentials.json");

    /// <summary>A login or a part of one, as text.</summary>
    /// <exception cref="DiagnosticException">CAL3071.</exception>
    internal string ReadJson() => Read(Path, Origin, root => (Part.Length == 0 ? root : root.GetProperty(Part)).GetRawText());

    private static string ConfigurationFolder(Func<string, string?> variable) =>
        variable("CLOUDSDK_CONFIG") is { Length: > 0 } folder ? folder
        : OperatingSystem.IsWindows() ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "gcloud")
        : System.IO.Path.Combine(
            variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "gcloud");

    private static GoogleCredentialFile Read(string path, string origin, Func<string, string?> variable) => File.Exists(path)
        ? Read(path, origin, root => Read(root, new GoogleCredentialFile(path, "", origin), variable))
        : throw DiagnosticException.Create(GoogleCloudDiagnostics.KeyFileMissing, SourceLocation.None, path, origin);

    private static GoogleCredentialFile Read(JsonElement root, GoogleCredentialFile place, Func<string, string?> variable)
    {
        var type = root.GetProperty("type").GetString() ?? "";
        if (!AllowedTypes.Contains(type) || (type == Impersonated && place.Part.Length > 0))
        {
            throw DiagnosticException.Create(GoogleCloudDiagnostics.KeyTypeRefused, SourceLocation.None, place.Path, place.Origin, ShortType(type));
        }

        CredentialAddresses.Check(root, place with { Type = type }, variable);
        return place with
        {
            Type = type,
            ProjectId = Text(root, "project_id"),
            QuotaProject = Text(root, "quota_project_id"),
            Impersonation = type != Impersonated ? null : (
                ImpersonatedAccount.Read(new Uri(root.GetProperty(CredentialAddresses.ImpersonationField).GetString() ?? ""), Texts(root, "delegates")),
                Read(root.GetProperty(SourcePart), place with { Part = SourcePart }, variable)),
        };
    }

    private static T Read<T>(string path, string origin, Func<JsonElement, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Invalid(path, origin, "it is not JSON with a 'type' and what belongs to it");
        }
        catch (UriFormatException)
        {
            throw Invalid(path, origin, "what should be an address in it is none");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, origin, exception.Message.TrimEnd('.'));
        }
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static IReadOnlyList<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Select(value => value.GetString() ?? "")]
            : [];

    private static string ShortType(string type) => type.Length <= 40 && type.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-') ? type : "…";

    private static DiagnosticException Invalid(string path, string origin, string reason) =>
        DiagnosticException.Create(GoogleCloudDiagnostics.KeyFileInvalid, SourceLocation.None, path, origin, reason);
}
