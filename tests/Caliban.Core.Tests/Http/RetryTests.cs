using System.Globalization;
using System.Net;
using System.Security.Authentication;
using Caliban.Core.Http;
using Caliban.Core.Tests.Registries;

namespace Caliban.Core.Tests.Http;

/// <summary>When it is tried again, and after how long.</summary>
public sealed class RetryTests
{
    private readonly SkippedWaits _clock = new();

    [Fact]
    public async Task Waits_grow_up_to_a_limit_and_are_drawn_from_all_below_it()
    {
        using var response = await RunAsync(0.5, _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal([0.25, 0.5, 1, 2], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("3600", 60)]
    [InlineData("0", 0.25)]
    [InlineData("Fri, 02 Jan 2026 03:04:15 GMT", 10)]
    [InlineData("Fri, 02 Jan 2025 03:04:15 GMT", 0.25)]
    [InlineData("soon", 0.25)]
    public async Task What_the_registry_asks_for_is_waited_within_reason(string retryAfter, double seconds)
    {
        using var response = await RunAsync(0.5, attempt =>
        {
            var answer = new HttpResponseMessage(attempt == 0 ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return answer;
        });

        Assert.Equal(seconds, Assert.Single(_clock.Waits).TotalSeconds);
    }

    [Fact]
    public async Task Only_what_may_pass_is_tried_again()
    {
        int[] again = [429, 500, 502, 503, 504];
        foreach (var status in Enumerable.Range(200, 400))
        {
            var attempts = 0;
            using var response = await RunAsync(0, _ =>
            {
                attempts++;
                return new HttpResponseMessage((HttpStatusCode)status);
            });

            Assert.True(attempts == (again.Contains(status) || status is > 505 or 599 ? 5 : 1), status.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task Broken_connections_are_tried_again_and_refused_certificates_are_not()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(0.5, _ => throw new HttpRequestException("refused")));
        await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(0.5, _ => throw new TimeoutException()));
        await Assert.ThrowsAsync<IOException>(() => RunAsync(0.5, _ => throw new IOException()));
        Assert.Equal(12, _clock.Waits.Count);

        await Assert.ThrowsAsync<HttpRequestException>(() => RunAsync(0.5, _ =>
            throw new HttpRequestException(HttpRequestError.SecureConnectionError, "no", new AuthenticationException())));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(0.5, _ => throw new InvalidOperationException()));
        Assert.Equal(12, _clock.Waits.Count);
    }

    private Task<HttpResponseMessage> RunAsync(double random, Func<int, HttpResponseMessage> attempt) =>
        new RetryPolicy(_clock, () => random, onRetry: null).RunAsync("a.x", (number, _) => Task.FromResult(attempt(number)), CancellationToken.None);
}
