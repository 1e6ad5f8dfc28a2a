using System.Net.Sockets;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>What to tell the user of a call that failed.</summary>
internal static class GoogleFailure
{
    /// <summary>Whether a name has no address. Names hold a region, so this is rather a mistake than a fault of the network.</summary>
    public static bool IsUnknownHost(Exception failure) => failure is HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } };

    public static DiagnosticException ToException(GoogleConnection connection, GoogleRequest request, GoogleAnswer answer) =>
        new(ToDiagnostic(connection, request, answer));

    /// <summary>For an answer that is no error: why it is none that is understood.</summary>
    public static Diagnostic ToDiagnostic(GoogleConnection connection, GoogleRequest request, GoogleAnswer answer) =>
        answer.Failure is { } failure ? Describe(connection, request, failure)
        : answer.IsSuccess ? Misunderstood(request, "it is not what was asked for")
        : GoogleRefusal.Read(connection, request, answer).Diagnostic;

    /// <param name="reason">What is wrong with the answer.</param>
    public static Diagnostic Misunderstood(GoogleRequest request, string reason) =>
        Create(GoogleApiDiagnostics.AnswerInvalid, request.What, request.Address.Host, reason);

    private static Diagnostic Describe(GoogleConnection connection, GoogleRequest request, Exception failure)
    {
        var host = request.Address.Host;
        return failure switch
        {
            TimeoutException => Create(GoogleApiDiagnostics.NoAnswer, request.What, host, FormattableString.Invariant($"{connection.AnswerTime.TotalSeconds:0.#}")),
            AnswerTooLargeException => Misunderstood(request, failure.Message),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Create(
                GoogleApiDiagnostics.HostUnknown, host, TransportFailure.Describe(failure), Region(request)),
            _ when IsUnknownHost(failure) => Create(GoogleApiDiagnostics.HostUnknown, host, TransportFailure.Describe(failure), Region(request)),
            _ when TransportFailure.DescribeCertificate(failure) is { } reason => Create(GoogleApiDiagnostics.CertificateRefused, host, reason),
            _ => Create(GoogleApiDiagnostics.Unreachable, request.What, host, TransportFailure.Describe(failure)),
        };
    }

    private static string Region(GoogleRequest request) =>
        request.Region.Length > 0 && request.Address.Host.Contains(request.Region, StringComparison.Ordinal)
            ? $" The region '{request.Region}' may not exist, or not have this service."
            : "";

    internal static Diagnostic Create(DiagnosticDescriptor descriptor, params object?[] arguments) => Diagnostic.Create(descriptor, SourceLocation.None, arguments);
}
