using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace Caliban.Core.Http;

/// <summary>
/// Tries again what may pass: overload, faults of the server, broken connections. Waits grow exponentially, and each is drawn
/// from the whole span below the limit, so that many clients do not come back at the same moment.
/// </summary>
/// <seealso href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"/>
internal sealed class RetryPolicy(TimeProvider time, Func<double> random, Action<string>? onRetry)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);

    /// <summary>A server may ask for more; then the last attempts are made while it still refuses.</summary>
    private static readonly TimeSpan LongestRequestedWait = TimeSpan.FromSeconds(60);

    /// <summary>Draws from 0 up to 1.</summary>
    public static Func<double> Draw { get; } = () => RandomNumberGenerator.GetInt32(1000) / 1000.0;

    /// <summary>How often it is tried at most.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>The longest wait that no server asked for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Runs an attempt until it answers with something that stays, at most <see cref="Attempts"/> times.</summary>
    /// <param name="attempt">Is given its number, from 0.</param>
    /// <returns>The last answer, whatever it is.</returns>
    public Task<HttpResponseMessage> RunAsync(
        string host, Func<int, CancellationToken, Task<HttpResponseMessage>> attempt, CancellationToken cancellationToken) =>
        RunAsync(host, attempt, response => MayPass(response.StatusCode) ? new Setback($"it answered {(int)response.StatusCode}", RequestedWait(response)) : null, cancellationToken);

    /// <inheritdoc cref="RunAsync(string, Func{int, CancellationToken, Task{HttpResponseMessage}}, CancellationToken)"/>
    /// <param name="judge">Says why an answer may not stay; null when it does.</param>
    public async Task<T> RunAsync<T>(
        string host, Func<int, CancellationToken, Task<T>> attempt, Func<T, Setback?> judge, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            Setback setback;
            try
            {
                var answer = await attempt(number, cancellationToken).ConfigureAwait(false);
                if (judge(answer) is not { } found || number == Attempts - 1)
                {
                    return answer;
                }

                setback = found;
                (answer as IDisposable)?.Dispose();
            }
            catch (Exception exception) when (MayPass(exception) && number < Attempts - 1 && !cancellationToken.IsCancellationRequested)
            {
                setback = new Setback(TransportFailure.Describe(exception), RequestedWait: null);
            }

            var wait = Wait(number, setback.RequestedWait);
            onRetry?.Invoke(FormattableString.Invariant(
                $"{host}: {setback.Reason}; attempt {number + 2} of {Attempts} follows in {wait.TotalSeconds:0.0} s"));
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests || ((int)status >= 500 && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));

    public static bool MayPass(Exception exception) => exception switch
    {
        HttpRequestException { InnerException: AuthenticationException } => false,
        HttpRequestException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>How long a server asks to wait, or null.</summary>
    public TimeSpan? RequestedWait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>How long to wait after an attempt that failed.</summary>
    /// <param name="attempt">Its number, from 0.</param>
    public TimeSpan Wait(int attempt, TimeSpan? requested = null)
    {
        var limit = FirstWait * Math.Pow(2, attempt);
        var wait = (limit < LongestWait ? limit : LongestWait) * random();
        return requested is { } asked && asked > wait ? (asked < LongestRequestedWait ? asked : LongestRequestedWait) : wait;
    }
}
