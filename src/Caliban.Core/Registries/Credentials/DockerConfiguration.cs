using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.Credentials;

/// <summary>What Docker's <c>config.json</c> says of logins. No record, so that nothing writes it out.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/login/#credential-stores"/>
internal sealed class DockerConfiguration
{
    private string _path = "";

    [JsonPropertyName("auths")]
    public Dictionary<string, Entry?>? Logins { get; init; }

    [JsonPropertyName("credHelpers")]
    public Dictionary<string, string?>? Helpers { get; init; }

    [JsonPropertyName("credsStore")]
    public string? Store { get; init; }

    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="DiagnosticException">CAL3064.</exception>
    public static async Task<DockerConfiguration?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            var configuration = content.Length == 0 ? null : JsonSerializer.Deserialize(content, DockerConfigurationJson.Default.DockerConfiguration);
            configuration?._path = path;
            return configuration;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Invalid(path, exception.Message.TrimEnd('.'));
        }
        catch (JsonException exception)
        {
            throw Invalid(path, $"line {exception.LineNumber + 1} is not what it should be");
        }
    }

    /// <summary>The program that knows the login of a registry, or null.</summary>
    public string? HelperOf(string registry) =>
        Find(Helpers, registry) is { Length: > 0 } helper ? helper : string.IsNullOrEmpty(Store) ? null : Store;

    /// <summary>The login that stands in the file itself, or null.</summary>
    /// <exception cref="DiagnosticException">CAL3064.</exception>
    public RegistryCredential? LoginOf(string registry) => Find(Logins, registry) is not { } entry ? null
        : !string.IsNullOrEmpty(entry.IdentityToken) ? RegistryCredential.IdentityToken(entry.IdentityToken, $"'{_path}'")
        : !string.IsNullOrEmpty(entry.Combined) ? Split(registry, entry.Combined)
        : !string.IsNullOrEmpty(entry.UserName) && entry.Password is not null ? RegistryCredential.Password(entry.UserName, entry.Password, $"'{_path}'")
        : null;

    /// <summary>The key that Docker uses, then any key that names the same host.</summary>
    private static T? Find<T>(Dictionary<string, T?>? entries, string registry)
        where T : class =>
        entries?.GetValueOrDefault(CredentialKey.Of(registry))
        ?? entries?.GetValueOrDefault(registry)
        ?? entries?.FirstOrDefault(entry => CredentialKey.IsFor(entry.Key, registry)).Value;

    private RegistryCredential Split(string registry, string combined)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(combined)).TrimEnd('\0');
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 ? RegistryCredential.Password(text[..colon], text[(colon + 1)..], $"'{_path}'") : throw new FormatException();
        }
        catch (FormatException)
        {
            throw Invalid(_path, $"'auth' of '{registry}' is not a user name and a password in base64");
        }
    }

    private static DiagnosticException Invalid(string path, string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.DockerConfigInvalid, new SourceLocation(path), path, reason);

    /// <summary>One login.</summary>
    internal sealed class Entry
    {
        [JsonPropertyName("auth")]
        public string? Combined { get; init; }

        [JsonPropertyName("username")]
        public string? UserName { get; init; }

        [JsonPropertyName("password")]
        public string? Password { get; init; }

        [JsonPropertyName("identitytoken")]
        public string? IdentityToken { get; init; }
    }
}

[JsonSourceGenerationOptions(AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(DockerConfiguration))]
internal sealed partial class DockerConfigurationJson : JsonSerializerContext;
