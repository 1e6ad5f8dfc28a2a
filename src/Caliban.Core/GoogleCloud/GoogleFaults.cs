using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud;

/// <summary>Which failures say nothing about what was asked for.</summary>
public static class GoogleFaults
{
    private static readonly DiagnosticDescriptor[] Passing =
    [
        GoogleApiDiagnostics.RateExceeded,
        GoogleApiDiagnostics.ServerFailed,
        GoogleApiDiagnostics.NoAnswer,
        GoogleApiDiagnostics.AnswerInvalid,
        GoogleApiDiagnostics.HostUnknown,
        GoogleApiDiagnostics.Unreachable,
        GoogleApiDiagnostics.SubmissionUncertain,
        GoogleCloudDiagnostics.TokenServerUnreachable,
    ];

    /// <summary>Whether it may be asked again later: the network, or a service that is overloaded.</summary>
    public static bool MayPass(DiagnosticException exception) => exception.Diagnostics.All(diagnostic => Passing.Contains(diagnostic.Descriptor));
}
