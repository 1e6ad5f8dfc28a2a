using System.Security.Authentication;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.Transport;

/// <summary>Words for connections that fail; never more than the name of a host in them.</summary>
internal static class TransportFailure
{
    public static bool Is(Exception exception) => exception is HttpRequestException or IOException or TimeoutException;

    /// <param name="what">What was asked for.</param>
    public static DiagnosticException ToDiagnostic(string host, string what, Exception exception) =>
        exception.InnerException is AuthenticationException refused && refused.Message.Contains("certificate", StringComparison.Ordinal)
            ? DiagnosticException.Create(RegistryDiagnostics.CertificateRefused, SourceLocation.None, host, CleanText.Of(refused.Message).TrimEnd('.'))
            : DiagnosticException.Create(RegistryDiagnostics.Unreachable, SourceLocation.None, host, what, Describe(exception));

    public static string Describe(Exception exception)
    {
        var deepest = exception;
        while (deepest.InnerException is { } inner)
        {
            deepest = inner;
        }

        return CleanText.Of(deepest.Message).TrimEnd('.');
    }
}
