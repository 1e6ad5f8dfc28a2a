using System.ComponentModel;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;
using Caliban.Core.Processes;

namespace Caliban.Core.Registries.Credentials;

/// <summary>A program that knows logins.</summary>
/// <param name="name">What follows <c>docker-credential-</c> in its name.</param>
/// <param name="configuration">The file that names it.</param>
/// <seealso href="https://github.com/docker/docker-credential-helpers"/>
internal sealed partial class CredentialHelper(string name, string configuration, string? searchPath)
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private readonly string _program = $"docker-credential-{name}";

    public string Description => $"the credential helper '{_program}'";

    /// <returns>Null when it knows none.</returns>
    /// <exception cref="DiagnosticException">CAL3063.</exception>
    public async Task<RegistryCredential?> GetAsync(string registry, CancellationToken cancellationToken)
    {
        if (!Name().IsMatch(name) || ExecutableFinder.Find(searchPath, _program) is not { } executable)
        {
            throw Failed(registry, "there is no such program on the PATH");
        }

        var answer = await RunAsync(executable, registry, cancellationToken).ConfigureAwait(false);
        if (answer.ExitCode == 0)
        {
            return Read(registry, answer.StandardOutput);
        }

        // Helpers have no codes for it: Docker compares these words as well.
        return answer.StandardOutput.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)
            ? null
            : throw Failed(registry, Reason(answer));
    }

    private async Task<CapturedOutput> RunAsync(string executable, string registry, CancellationToken cancellationToken)
    {
        try
        {
            return await ProcessRunner.CaptureAsync(
                new ProcessSpecification(executable, ["get"])
                {
                    WriteInput = (input, token) => input.WriteAsync(Encoding.UTF8.GetBytes(CredentialKey.Of(registry)), token).AsTask(),
                },
                AnswerTime,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            throw Failed(registry, exception.Message);
        }
    }

    private RegistryCredential? Read(string registry, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var (user, secret) = (document.RootElement.GetProperty("Username").GetString(), document.RootElement.GetProperty("Secret").GetString());
            return string.IsNullOrEmpty(secret) || user is null ? null : RegistryCredential.Password(user, secret, Description);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Failed(registry, "what it writes is not a user name and a secret");
        }
    }

    // A helper that fails late may have written a secret before.
    private static string Reason(CapturedOutput answer) => answer.StandardOutput.Contains("\"Secret\"", StringComparison.OrdinalIgnoreCase)
        ? $"exit code {answer.ExitCode}"
        : CleanText.Of(answer.LastLine).TrimEnd('.');

    private DiagnosticException Failed(string registry, string reason) =>
        DiagnosticException.Create(RegistryDiagnostics.CredentialHelperFailed, new SourceLocation(configuration), _program, configuration, registry, reason);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Name();
}
