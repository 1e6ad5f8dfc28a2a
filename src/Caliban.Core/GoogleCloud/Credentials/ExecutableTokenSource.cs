using System.ComponentModel;
using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Processes;
using Google.Apis.Auth.OAuth2;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Gets the login of an external account from a program, which was allowed before.</summary>
/// <seealso href="https://google.aip.dev/auth/4117#executable-sourced-credentials"/>
internal sealed class ExecutableTokenSource(string command, TimeSpan limit, string audience, string tokenType) : ProgrammaticExternalAccountCredential.ISubjectTokenProvider
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(30);

    /// <summary>Reads <c>credential_source.executable</c> of a file.</summary>
    /// <returns>Null when the file has another source.</returns>
    public static GoogleCredential? Find(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (!root.TryGetProperty("credential_source", out var source) || !source.TryGetProperty("executable", out var executable))
        {
            return null;
        }

        string Text(string name) => root.GetProperty(name).GetString() ?? "";
        var limit = executable.TryGetProperty("timeout_millis", out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds.GetDouble()) : DefaultLimit;
        var provider = new ExecutableTokenSource(executable.GetProperty("command").GetString() ?? "", limit, Text("audience"), Text("subject_token_type"));
        return new ProgrammaticExternalAccountCredential(
            new ProgrammaticExternalAccountCredential.Initializer(Text("token_url"), Text("audience"), Text("subject_token_type"), provider)
            {
                ServiceAccountImpersonationUrl = root.TryGetProperty(CredentialAddresses.ImpersonationField, out var address) ? address.GetString() : null,
            }).ToGoogleCredential();
    }

    /// <exception cref="IOException">The program failed, with words for the user.</exception>
    public async Task<string> GetSubjectTokenAsync(ProgrammaticExternalAccountCredential caller, CancellationToken taskCancellationToken)
    {
        var words = CommandLine.Split(command, "credential_source.executable.command", SourceLocation.None);
        if (words.Count == 0)
        {
            throw new IOException("it names no program");
        }

        try
        {
            var output = await ProcessRunner.CaptureAsync(
                new ProcessSpecification(words[0], [.. words.Skip(1)])
                {
                    Environment = new Dictionary<string, string>
                    {
                        ["GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE"] = audience,
                        ["GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE"] = tokenType,
                        ["GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE"] = "0",
                    },
                },
                limit,
                taskCancellationToken).ConfigureAwait(false);
            return output.ExitCode == 0 ? Read(output.StandardOutput) : throw new IOException($"its program ended with exit code {output.ExitCode}");
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            throw new IOException($"its program cannot be used: {exception.Message}", exception);
        }
    }

    private static string Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var isSaml = root.TryGetProperty("token_type", out var type) && type.GetString() == "urn:ietf:params:oauth:token-type:saml2";
            return root.GetProperty("success").GetBoolean() && root.GetProperty(isSaml ? "saml_response" : "id_token").GetString() is { Length: > 0 } token
                ? token
                : throw new IOException("its program gave no token");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new IOException("what its program writes is not understood", exception);
        }
    }
}
