using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Tests.Registries;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>The limiter against services that count in all the ways there are, on a clock that is moved by its waits.</summary>
public sealed class SubmissionRateLimiterTests
{
    private readonly SkippedWaits _clock = new();

    public static TheoryData<string, double> Services
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (var service in (string[])["fixed 0", "fixed 17", "fixed 59.5", "sliding", "bucket 60", "bucket 10"])
            {
                foreach (var travel in (double[])[0, 0.05, 1])
                {
                    data.Add(service, travel);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_limit_of_60_is_used_to_95_percent_without_a_single_refusal(string service, double travel)
    {
        using var limiter = new SubmissionRateLimiter(_clock, 60);

        var arrivals = await ArriveAsync(limiter, 600, travel);

        var counter = ServiceCounter.Create(service, 60);
        Assert.All(arrivals, arrival => Assert.True(counter.Takes(arrival), $"refused at {arrival}"));
        Assert.True(arrivals.Count / arrivals.Max() * 60 >= 57, $"{arrivals.Count / arrivals.Max() * 60} a minute");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.005)]
    public async Task Even_a_service_that_takes_only_one_a_second_is_served_when_none_may_go_out_at_once(double travel)
    {
        using var limiter = new SubmissionRateLimiter(_clock, 60, burst: 1);

        var arrivals = await ArriveAsync(limiter, 300, travel);

        var counter = ServiceCounter.Create("bucket 1", 60);
        Assert.All(arrivals, arrival => Assert.True(counter.Takes(arrival), $"refused at {arrival}"));
        Assert.True(arrivals.Count / arrivals.Max() * 60 >= 57);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(600)]
    public async Task Other_limits_are_kept_as_well(double perMinute)
    {
        using var limiter = new SubmissionRateLimiter(_clock, perMinute);

        var arrivals = await ArriveAsync(limiter, (int)perMinute * 8, travel: 0.2);

        var counter = ServiceCounter.Create("sliding", perMinute);
        Assert.All(arrivals, arrival => Assert.True(counter.Takes(arrival), $"refused at {arrival}"));
        Assert.True(arrivals.Count / arrivals.Max() * 60 >= perMinute * 0.95);
    }

    [Fact]
    public async Task A_few_go_out_at_once()
    {
        using var limiter = new SubmissionRateLimiter(_clock);

        Assert.All((await ArriveAsync(limiter, 9, travel: 0)).Take(8), arrival => Assert.Equal(0, arrival));
    }

    [Fact]
    public async Task Without_a_limit_all_go_out_at_once()
    {
        using var limiter = new SubmissionRateLimiter(_clock, perMinute: 0);

        await ArriveAsync(limiter, 1000, travel: 0);

        Assert.Empty(_clock.Waits);
        Assert.Equal(double.PositiveInfinity, limiter.PerMinute);
    }

    [Theory]
    [InlineData(60, 30, "sliding")]
    [InlineData(60, 30, "fixed 17")]
    [InlineData(60, 30, "bucket 30")]
    [InlineData(60, 12, "sliding")]
    [InlineData(0, 600, "fixed 0")]
    [InlineData(0, 600, "bucket 600")]
    [InlineData(0, 60, "sliding")]
    [InlineData(600, 60, "bucket 10")]
    public async Task A_service_that_takes_less_is_followed(double configured, double allowed, string service)
    {
        using var limiter = new SubmissionRateLimiter(_clock, configured, 10, () => 0.5);
        var counter = ServiceCounter.Create(service, allowed);
        var (accepted, refused) = (0, 0);
        var start = Seconds;
        while (accepted < allowed * 20)
        {
            await limiter.AcquireAsync(CancellationToken.None);
            if (counter.Takes(Seconds))
            {
                accepted++;
                limiter.Accepted();
            }
            else
            {
                refused++;
                limiter.Refused(retryAfter: null);
            }
        }

        var rate = accepted / (Seconds - start) * 60;
        Assert.True(rate >= allowed * 0.7, $"{rate} of {allowed}");
        Assert.True(refused <= accepted / 10, $"{refused} refused");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    public async Task What_the_service_says_it_takes_is_followed(double stated)
    {
        using var limiter = new SubmissionRateLimiter(_clock);
        await limiter.AcquireAsync(CancellationToken.None);
        limiter.Refused(TimeSpan.FromSeconds(20), stated);

        await ArriveAsync(limiter, 1500, travel: 0, onArrival: limiter.Accepted);

        Assert.Equal(stated, limiter.PerMinute);
    }

    [Fact]
    public async Task A_limit_that_was_declared_is_not_exceeded_whatever_the_service_takes()
    {
        using var limiter = new SubmissionRateLimiter(_clock, perMinute: 30);
        await limiter.AcquireAsync(CancellationToken.None);
        limiter.Refused(TimeSpan.Zero, 600);

        await ArriveAsync(limiter, 500, travel: 0, onArrival: limiter.Accepted);

        Assert.Equal(30, limiter.PerMinute);
    }

    [Fact]
    public async Task Nothing_goes_out_before_the_time_that_the_service_asks_for()
    {
        using var limiter = new SubmissionRateLimiter(_clock);
        await limiter.AcquireAsync(CancellationToken.None);
        limiter.Refused(TimeSpan.FromSeconds(42));
        var refused = Seconds;

        await limiter.AcquireAsync(CancellationToken.None);

        Assert.InRange(Seconds - refused, 42, 43.5);
    }

    [Fact]
    public async Task Refusals_of_one_wave_lower_the_limit_once()
    {
        using var limiter = new SubmissionRateLimiter(_clock, 100);
        await limiter.AcquireAsync(CancellationToken.None);
        limiter.Refused(TimeSpan.Zero);
        var lowered = limiter.PerMinute;
        for (var refusal = 0; refusal < 20; refusal++)
        {
            limiter.Refused(TimeSpan.Zero);
        }

        Assert.Equal((50, 50), (lowered, limiter.PerMinute));
    }

    [Fact]
    public async Task A_limit_that_was_lowered_is_raised_again_and_not_beyond_what_it_was()
    {
        using var limiter = new SubmissionRateLimiter(_clock, 60);
        await limiter.AcquireAsync(CancellationToken.None);
        limiter.Refused(TimeSpan.Zero);
        Assert.Equal(30, limiter.PerMinute);

        await ArriveAsync(limiter, 40, travel: 0, onArrival: limiter.Accepted);
        Assert.InRange(limiter.PerMinute, 31, 40);
        await ArriveAsync(limiter, 1000, travel: 0, onArrival: limiter.Accepted);
        Assert.Equal(60, limiter.PerMinute);
    }

    [Fact]
    public async Task Who_is_stopped_does_not_hold_up_the_others()
    {
        using var limiter = new SubmissionRateLimiter(TimeProvider.System, 1, burst: 1);
        await limiter.AcquireAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var first = limiter.AcquireAsync(stop.Token);
        var second = limiter.AcquireAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    private double Seconds => _clock.GetTimestamp() / (double)_clock.TimestampFrequency;

    /// <summary>When requests arrive, in their order; each travels for a time of its own.</summary>
    private async Task<List<double>> ArriveAsync(SubmissionRateLimiter limiter, int count, double travel, Action? onArrival = null)
    {
        var random = new Random(count);
        var arrivals = new List<double>();
        for (var number = 0; number < count; number++)
        {
            await limiter.AcquireAsync(CancellationToken.None);
            onArrival?.Invoke();
#pragma warning disable CA5394 // nothing is kept secret by it
            arrivals.Add(Seconds + (random.NextDouble() * travel));
#pragma warning restore CA5394
        }

        arrivals.Sort();
        return arrivals;
    }
}
