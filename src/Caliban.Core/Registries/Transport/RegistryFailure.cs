using Caliban.Core.Diagnostics;
using Caliban.Core.Http;

namespace Caliban.Core.Registries.Transport;

/// <summary>What to tell the user of a registry that does not answer.</summary>
internal static class RegistryFailure
{
    /// <param name="what">What was asked for.</param>
    public static DiagnosticException ToDiagnostic(string host, string what, Exception exception) =>
        TransportFailure.DescribeCertificate(exception) is { } reason
            ? DiagnosticException.Create(RegistryDiagnostics.CertificateRefused, SourceLocation.None, host, reason)
            : DiagnosticException.Create(RegistryDiagnostics.Unreachable, SourceLocation.None, host, what, TransportFailure.Describe(exception));
}
