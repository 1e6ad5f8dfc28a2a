using System.Net;
using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Short exchanges with servers that give logins.</summary>
/// <param name="Time">The clock of waits and tokens.</param>
/// <param name="AnswerTime">How long an answer may take.</param>
/// <param name="Random">Draws from 0 up to 1, for the waits.</param>
internal sealed record CredentialHttp(TimeProvider Time, TimeSpan AnswerTime, Func<double> Random)
{
    private const int LargestAnswer = 1024 * 1024;
    private const int Attempts = 3;

    /// <summary>How it is by default.</summary>
    public static CredentialHttp Default { get; } = new(TimeProvider.System, TimeSpan.FromSeconds(60), RetryPolicy.Draw);

    /// <summary>Stands in for the network; not disposed of.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Asks until there is an answer that stays.</summary>
    /// <param name="source">Whose login it is, for messages.</param>
    /// <exception cref="DiagnosticException">CAL3076: there was none.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(Func<HttpRequestMessage> request, string source, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        var retry = new RetryPolicy(Time, Random, onRetry: null) { Attempts = Attempts };
        try
        {
            return await retry.RunAsync(
                "",
                (_, token) => SendAsync(client, request, token),
                answer => RetryPolicy.MayPass(answer.Status) ? new Setback("", null) : null,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (TransportFailure.Is(exception))
        {
            throw DiagnosticException.Create(GoogleCloudDiagnostics.TokenServerUnreachable, SourceLocation.None, source, TransportFailure.Describe(exception));
        }
    }

    /// <summary>Whether an answer comes that has a header, within a time.</summary>
    public async Task<bool> ProbeAsync(Func<HttpRequestMessage> request, TimeSpan limit, Func<HttpResponseMessage, bool> isRight, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        using var timer = new IdleTimer(limit, cancellationToken);
        try
        {
            using var message = request();
            using var response = await timer.RunAsync(token => client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token)).ConfigureAwait(false);
            return isRight(response);
        }
        catch (Exception exception) when (TransportFailure.Is(exception))
        {
            return false;
        }
    }

    /// <summary>Reads an answer as an object.</summary>
    /// <returns>Default of <typeparamref name="T"/> for what is none, or lacks something.</returns>
    public static T? Read<T>(byte[] body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return default;
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpClient client, Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        using var timer = new IdleTimer(AnswerTime, cancellationToken);
        using var message = request();
        return await timer.RunAsync(async token =>
        {
            using var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
            return (response.StatusCode, await BoundedBody.ReadAsync(response.Content, LargestAnswer, () => { }, token).ConfigureAwait(false) ?? []);
        }).ConfigureAwait(false);
    }

#pragma warning disable CA2000 // the client disposes of a handler of our own
    private HttpClient CreateClient() => new(Handler ?? CautiousHandler.Create(), disposeHandler: Handler is null) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
}
