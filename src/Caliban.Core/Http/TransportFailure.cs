namespace Caliban.Core.Http;

/// <summary>Words for connections that fail; never more than the name of a host in them.</summary>
internal static class TransportFailure
{
    public static bool Is(Exception exception) => exception is HttpRequestException or IOException or TimeoutException;

    public static string Describe(Exception exception)
    {
        var deepest = exception;
        while (deepest.InnerException is { } inner)
        {
            deepest = inner;
        }

        return CleanText.Of(deepest.Message).TrimEnd('.');
    }

    /// <summary>What is wrong with the certificate of a server, or null when that is not what failed.</summary>
    public static string? DescribeCertificate(Exception exception) =>
        exception.InnerException is System.Security.Authentication.AuthenticationException refused && refused.Message.Contains("certificate", StringComparison.Ordinal)
            ? CleanText.Of(refused.Message).TrimEnd('.')
            : null;
}
