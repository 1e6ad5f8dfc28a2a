using System.Net;
using System.Security.Authentication;

namespace Caliban.Core.Registries.Transport;

/// <summary>
/// Tries again what may pass: overload, faults of the server, broken connections. Waits grow exponentially, and each is drawn
/// from the whole span below the limit, so that many clients do not come back at the same moment.
/// </summary>
/// <seealso href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/"/>
internal sealed class RetryPolicy(TimeProvider time, Func<double> random, Action<string>? onRetry)
{
    public const int Attempts = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    /// <summary>A server may ask for more; then the last attempts are made while it still refuses.</summary>
    private static readonly TimeSpan LongestRequestedWait = TimeSpan.FromSeconds(60);

    /// <summary>Runs an attempt until it answers with something that stays, at most <see cref="Attempts"/> times.</summary>
    /// <param name="attempt">Is given its number, from 0.</param>
    /// <returns>The last answer, whatever it is.</returns>
    public async Task<HttpResponseMessage> RunAsync(
        string registry, Func<int, CancellationToken, Task<HttpResponseMessage>> attempt, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            TimeSpan? requested = null;
            string reason;
            try
            {
                var response = await attempt(number, cancellationToken).ConfigureAwait(false);
                if (!MayPass(response.StatusCode) || number == Attempts - 1)
                {
                    return response;
                }

                requested = RequestedWait(response);
                reason = $"it answered {(int)response.StatusCode}";
                response.Dispose();
            }
            catch (Exception exception) when (MayPass(exception) && number < Attempts - 1 && !cancellationToken.IsCancellationRequested)
            {
                reason = TransportFailure.Describe(exception);
            }

            var wait = Wait(number, requested);
            onRetry?.Invoke(FormattableString.Invariant(
                $"{registry}: {reason}; attempt {number + 2} of {Attempts} follows in {wait.TotalSeconds:0.0} s"));
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

    private TimeSpan Wait(int attempt, TimeSpan? requested)
    {
        var limit = FirstWait * Math.Pow(2, attempt);
        var wait = (limit < LongestWait ? limit : LongestWait) * random();
        return requested is { } asked && asked > wait ? (asked < LongestRequestedWait ? asked : LongestRequestedWait) : wait;
    }

    private TimeSpan? RequestedWait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };
}
