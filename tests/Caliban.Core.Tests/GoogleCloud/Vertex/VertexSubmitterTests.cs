using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Tests.GoogleCloud.Emulator;
using Caliban.Core.Tests.Registries;
using Caliban.Emulator;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Quotas;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>Each job is accepted exactly once, whatever happens on the way.</summary>
public sealed class VertexSubmitterTests
{
    [Fact]
    public async Task A_job_is_sent_once_and_not_looked_for()
    {
        await using var trial = await SubmissionTrial.StartAsync();

        var job = await trial.SubmitAsync("a");

        Assert.Equal("a", job.Labels["caliban_job"]);
        Assert.Equal([CloudOperation.CreateJob], trial.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_waits_for_its_turn_can_be_withdrawn_and_then_does_not_exist(bool isStop)
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0, clock: TimeProvider.System, options: new VertexSubmitterOptions { Concurrency = 1 });
        using var end = new CancellationTokenSource();
        trial.Fail(FaultKind.Delay, delay: TimeSpan.FromSeconds(1));
        var first = trial.SubmitAsync("first", withdraw: end.Token);
        while (trial.Posts == 0)
        {
            await Task.Delay(5);
        }

        var second = isStop ? trial.SubmitAsync("second", cancellationToken: end.Token) : trial.SubmitAsync("second", withdraw: end.Token);
        await end.CancelAsync();

        await Assert.ThrowsAsync<SubmissionWithdrawnException>(() => second);
        Assert.Equal("first", (await first).Labels["caliban_job"]);
        Assert.Equal(1, trial.Posts);
    }

    [Fact]
    public async Task A_job_that_is_on_its_way_at_a_stop_may_exist()
    {
        await using var trial = await SubmissionTrial.StartAsync(clock: TimeProvider.System);
        using var stop = new CancellationTokenSource();
        trial.Fail(FaultKind.NeverAnswer);
        var submission = trial.SubmitAsync("a", cancellationToken: stop.Token);
        while (trial.Posts == 0)
        {
            await Task.Delay(5);
        }

        await stop.CancelAsync();

        Assert.IsNotType<SubmissionWithdrawnException>(await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submission));
    }

    [Theory]
    [InlineData(FaultKind.LoseAnswer)]
    [InlineData(FaultKind.HalfBody)]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.Internal)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.NeverAnswer)]
    public async Task A_job_whose_answer_is_lost_is_found_by_its_label(FaultKind kind)
    {
        await using var trial = await SubmissionTrial.StartAsync(answerTime: TimeSpan.FromSeconds(3));
        trial.Fail(kind, accepts: true);

        var job = await trial.SubmitAsync("a");

        Assert.Equal((1, trial.Emulator.Jobs.Single().Name), (trial.Posts, job.Name));
    }

    [Fact]
    public async Task A_job_that_a_list_shows_late_is_waited_for()
    {
        await using var trial = await SubmissionTrial.StartAsync(new EmulatorOptions { ListLag = TimeSpan.FromSeconds(14) });
        trial.Fail(FaultKind.LoseAnswer);

        await trial.SubmitAsync("a");

        Assert.Equal(1, trial.Posts);
        Assert.Equal([1, 2, 4, 8], trial.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(FaultKind.CloseConnection)]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.NeverAnswer)]
    public async Task A_job_that_was_not_accepted_is_sent_again_after_it_was_looked_for(FaultKind kind)
    {
        await using var trial = await SubmissionTrial.StartAsync(answerTime: TimeSpan.FromSeconds(3));
        trial.Fail(kind);

        await trial.SubmitAsync("a");

        Assert.Equal(
            [CloudOperation.CreateJob, .. Enumerable.Repeat(CloudOperation.ListJobs, 5), CloudOperation.CreateJob, CloudOperation.ListJobs],
            trial.Calls);
        Assert.Single(trial.Emulator.Jobs);
        Assert.Contains("it is sent again", trial.Said[^1]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_job_of_an_earlier_run_is_looked_for_before_it_is_sent(bool isThere, int posts)
    {
        await using var trial = await SubmissionTrial.StartAsync();
        await trial.SendAsync(isThere ? "a" : "c");
        await trial.SendAsync("b");
        trial.Emulator.Requests.Clear();

        Assert.Equal("a", (await trial.SubmitAsync("a", askFirst: true)).Labels["caliban_job"]);

        Assert.Equal((posts, isThere ? 2 : 3), (trial.Posts, trial.Emulator.Jobs.Count));
        Assert.Equal(CloudOperation.ListJobs, trial.Calls[0]);
    }

    [Fact]
    public async Task A_job_that_arrived_twice_is_kept_once()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        var first = await trial.SendAsync("a");
        trial.Clock.Advance(TimeSpan.FromSeconds(1));
        await trial.SendAsync("a");

        Assert.Equal(first.Name, (await trial.SubmitAsync("a", askFirst: true)).Name);

        Assert.Equal([false, true], trial.Emulator.Jobs.Select(job => job.State is Caliban.Emulator.Jobs.JobState.Cancelling or Caliban.Emulator.Jobs.JobState.Cancelled));
        Assert.Contains("arrived twice", Assert.Single(trial.Said));
    }

    [Fact]
    public async Task A_request_that_arrives_after_it_was_given_up_does_not_leave_two_jobs()
    {
        await using var trial = await SubmissionTrial.StartAsync(new EmulatorOptions { ListLag = TimeSpan.FromSeconds(16) });
        trial.Fail(FaultKind.LoseAnswer);
        trial.Fail(FaultKind.RateExceeded, delay: TimeSpan.FromSeconds(5));

        var kept = await trial.SubmitAsync("a");

        Assert.Equal((3, trial.Emulator.Jobs.First().Name), (trial.Posts, kept.Name));
        Assert.Equal([false, true], trial.Emulator.Jobs.Select(job => job.State is Caliban.Emulator.Jobs.JobState.Cancelling or Caliban.Emulator.Jobs.JobState.Cancelled));
    }

    [Fact]
    public async Task A_quota_fails_at_once_with_its_name_and_where_to_raise_it()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Emulator.SetQuota("us-central1", "cpus", 0);

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.Quota, "CAL5060", 1), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Posts));
        Assert.Equal(["aiplatform.googleapis.com/custom_model_training_cpus"], exception.QuotaMetrics);
        Assert.Contains("https://console.cloud.google.com/iam-admin/quotas?project=caliban-emulator", exception.Diagnostic.Message);
        Assert.Equal(60, trial.Limiter.PerMinute);
    }

    [Fact]
    public async Task A_missing_permission_fails_at_once_with_its_name()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Emulator.Project.Deny("aiplatform.customJobs.create");

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.Permission, "CAL5056", 1), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Posts));
        Assert.Contains("aiplatform.customJobs.create", exception.Diagnostic.Message);
        Assert.Contains("roles/aiplatform.user", exception.Diagnostic.Message);
    }

    [Fact]
    public async Task An_API_that_is_not_enabled_fails_at_once_with_the_link()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Emulator.Project.Disable("aiplatform.googleapis.com");

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.ApiDisabled, "CAL5055", 1), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Posts));
        Assert.Contains("Enable it at https://console.", exception.Diagnostic.Message);
    }

    [Fact]
    public async Task A_body_that_is_not_accepted_fails_at_once_with_its_fields()
    {
        await using var trial = await SubmissionTrial.StartAsync();

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a", body: JobBody.Of(labels: ("caliban_job", "a")).Set("jobSpec.mistake", 1).ToJsonString()));

        Assert.Equal((RefusalKind.Invalid, "CAL5059", 1), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Posts));
        Assert.Contains("mistake", exception.Diagnostic.Message);
    }

    [Fact]
    public async Task A_rate_is_waited_out_without_looking_and_lowers_the_limit()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Fail(FaultKind.RateExceeded, times: 2);

        await trial.SubmitAsync("a");

        Assert.Equal(Enumerable.Repeat(CloudOperation.CreateJob, 3), trial.Calls);
        Assert.InRange(trial.Limiter.PerMinute, 1, 59);
        Assert.NotEmpty(trial.Clock.Waits);
    }

    [Fact]
    public async Task A_rate_that_does_not_pass_is_told_in_the_end()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Fail(FaultKind.RateExceeded, times: null);

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.Rate, "CAL5061", 20), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Posts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_limit_of_60_a_minute_is_kept_without_a_single_refusal(bool isSliding)
    {
        await using var trial = await SubmissionTrial.StartAsync(new EmulatorOptions { Rates = new RateLimits { SlidingMinute = isSliding } });
        var start = trial.Clock.GetUtcNow();

        // One after the other: a clock that jumps by the waits of one would let another's request travel for minutes.
        for (var number = 0; number < 300; number++)
        {
            await trial.SubmitAsync($"job-{number}");
        }

        Assert.Empty(trial.Emulator.Requests.Refused);
        Assert.Equal(300, trial.Emulator.Jobs.Count);
        Assert.True(300 / (trial.Clock.GetUtcNow() - start).TotalMinutes >= 57);
    }

    [Fact]
    public async Task A_lower_limit_that_the_service_states_is_kept_from_then_on()
    {
        await using var trial = await SubmissionTrial.StartAsync(new EmulatorOptions { Rates = new RateLimits { SubmissionsPerMinute = 20 } });

        for (var number = 0; number < 150; number++)
        {
            await trial.SubmitAsync($"job-{number}");
        }

        Assert.Equal(20, trial.Limiter.PerMinute);
        Assert.Equal(150, trial.Emulator.Jobs.Count);
        Assert.Single(trial.Emulator.Requests.Refused);
    }

    [Fact]
    public async Task Without_a_connection_it_is_sent_again_without_looking_and_told_in_the_end()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        await trial.SubmitAsync("first");
        await trial.Emulator.StopAsync();

        Assert.Equal("CAL5067", (await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a"))).Descriptor.Code);
        Assert.Equal(7, trial.Said.Count);
        Assert.All(trial.Said, said => Assert.Contains("cannot be reached", said));

        await trial.Emulator.ResumeAsync();
        await trial.SubmitAsync("a");
        Assert.Equal(2, trial.Emulator.Jobs.Count);
    }

    [Fact]
    public async Task Without_a_connection_a_job_that_may_have_been_sent_is_uncertain()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        await trial.SubmitAsync("first");
        await trial.Emulator.StopAsync();

        var diagnostic = await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a", askFirst: true));

        Assert.Equal("CAL5069", diagnostic.Descriptor.Code);
        Assert.Contains("caliban_job=a", diagnostic.Message);
    }

    [Fact]
    public async Task A_job_is_not_sent_again_while_it_cannot_be_looked_for()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Fail(FaultKind.LoseAnswer);
        trial.Emulator.Faults.Add(FaultKind.Unavailable, CloudOperation.ListJobs, times: null);

        Assert.Equal("CAL5069", (await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a"))).Descriptor.Code);
        Assert.Equal(1, trial.Posts);

        trial.Emulator.Faults.Clear();
        await trial.SubmitAsync("a", askFirst: true);
        Assert.Single(trial.Emulator.Jobs);
    }

    [Fact]
    public async Task A_service_that_fails_every_time_is_told_in_the_end()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Fail(FaultKind.Unavailable, times: null);

        Assert.Equal("CAL5069", (await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a"))).Descriptor.Code);
        Assert.Equal(4, trial.Posts);
        Assert.Empty(trial.Emulator.Jobs);
    }

    [Fact]
    public async Task A_token_that_is_revoked_in_the_middle_is_renewed_and_no_job_is_sent_twice()
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0);

        for (var round = 0; round < 5; round++)
        {
            trial.Emulator.RevokeTokens();
            var labels = Enumerable.Range(0, 20).Select(number => $"job-{round}-{number}").ToList();
            await Task.WhenAll(labels.Select(label => trial.SubmitAsync(label)));
        }

        Assert.All(trial.Emulator.Jobs.CountByLabel("caliban_job"), count => Assert.Equal(1, count.Value));
        Assert.Equal(100, trial.Emulator.Jobs.Count);
    }

    [Fact]
    public async Task Of_many_jobs_with_answers_lost_at_random_each_is_accepted_once()
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0);
        foreach (var kind in (FaultKind[])[FaultKind.CloseConnection, FaultKind.Unavailable, FaultKind.LoseAnswer, FaultKind.HalfBody, FaultKind.Garbage, FaultKind.RateExceeded])
        {
            trial.Emulator.Faults.Add(new Fault(kind) { Operation = CloudOperation.CreateJob, Probability = 0.06 });
            trial.Emulator.Faults.Add(new Fault(kind) { Operation = CloudOperation.ListJobs, Probability = 0.06 });
        }

        trial.Emulator.Faults.Add(new Fault(FaultKind.Internal) { Operation = CloudOperation.CreateJob, Probability = 0.06, Accepts = true });
        var labels = Enumerable.Range(0, 400).Select(number => $"job-{number}").ToList();

        var jobs = await Task.WhenAll(labels.Select(async label =>
        {
            for (var again = false; ; again = true)
            {
                try
                {
                    return await trial.SubmitAsync(label, askFirst: again);
                }
                catch (DiagnosticException exception) when (exception.Diagnostics[0].Descriptor.Code == "CAL5069")
                {
                    // As a person does who is told to run it again.
                }
            }
        }));

        Assert.Equal(labels, jobs.Select(job => job.Labels["caliban_job"]));
        var counts = trial.Emulator.Jobs.CountByLabel("caliban_job");
        Assert.Equal(labels.Order(), counts.Keys.Order());
        Assert.All(counts, count => Assert.True(count.Value == 1, $"{count.Key}: {count.Value}"));
    }

    [Fact]
    public async Task A_run_that_was_stopped_at_random_goes_on_where_it_was()
    {
        var labels = Enumerable.Range(0, 60).Select(number => $"job-{number}").ToList();
        for (var seed = 0; seed < 5; seed++)
        {
            var (random, done, sent) = (new Random(seed), new HashSet<string>(), new HashSet<string>());

            // What was on its way when the client stopped arrives while it is looked for.
            await using var trial = await SubmissionTrial.StartAsync(
                new EmulatorOptions { Seed = seed, Latency = TimeSpan.FromMilliseconds(5) },
                perMinute: 0,
                clock: TimeProvider.System,
                options: new VertexSubmitterOptions { LaterLooks = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200)] });
            while (done.Count < labels.Count)
            {
#pragma warning disable CA5394 // nothing is kept secret by it
                using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(5, 800)));
#pragma warning restore CA5394
                await Task.WhenAll(labels.Except([.. done]).Select(async label =>
                {
                    bool askFirst;
                    lock (sent)
                    {
                        askFirst = !sent.Add(label);
                    }

                    try
                    {
                        await trial.SubmitAsync(label, askFirst, cancellationToken: stop.Token);
                        lock (done)
                        {
                            done.Add(label);
                        }
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }));
            }

            Assert.All(trial.Emulator.Jobs.CountByLabel("caliban_job"), count => Assert.True(count.Value == 1, $"{count.Key}: {count.Value}"));
            Assert.Equal(labels.Count, trial.Emulator.Jobs.Count);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ä")]
    [InlineData("a\" OR labels.x:*")]
    public async Task What_is_no_value_of_a_label_is_a_mistake_of_the_caller(string label)
    {
        await using var trial = await SubmissionTrial.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => trial.SubmitAsync(label));
        Assert.Empty(trial.Calls);
    }

    /// <summary>A submitter and the service it submits to.</summary>
    private sealed class SubmissionTrial : IAsyncDisposable
    {
        private readonly EmulatedCloud _cloud;
        private readonly VertexSubmitter _submitter;

        private SubmissionTrial(EmulatedCloud cloud, SkippedWaits clock, double perMinute, VertexSubmitterOptions? options)
        {
            (_cloud, Clock) = (cloud, clock);
            Limiter = new SubmissionRateLimiter(cloud.Connection.Time, perMinute, SubmissionRateLimiter.DefaultBurst, () => 0.5);
            _submitter = new VertexSubmitter(cloud.Vertex, Limiter, options);
        }

        public GoogleCloudEmulator Emulator => _cloud.Emulator;

        /// <summary>Of both sides, unless another was given.</summary>
        public SkippedWaits Clock { get; }

        public SubmissionRateLimiter Limiter { get; }

        public List<string> Said { get; } = [];

        public IReadOnlyList<CloudOperation> Calls =>
            [.. Emulator.Requests.Select(request => request.Operation).Where(operation => operation is CloudOperation.CreateJob or CloudOperation.ListJobs or CloudOperation.CancelJob)];

        public int Posts => Emulator.Requests.Of(CloudOperation.CreateJob).Count();

        public static async Task<SubmissionTrial> StartAsync(
            EmulatorOptions? emulator = null, double perMinute = 60, VertexSubmitterOptions? options = null, TimeSpan? answerTime = null, TimeProvider? clock = null)
        {
            var skipped = new SkippedWaits();
#pragma warning disable CA2000 // ends with the trial
            return new(await EmulatedCloud.StartAsync(emulator, clock ?? skipped, answerTime), skipped, perMinute, options);
#pragma warning restore CA2000
        }

        /// <summary>Spoils the next submissions.</summary>
        public void Fail(FaultKind kind, int? times = 1, bool accepts = false, TimeSpan? delay = null) => Emulator.Faults.Add(
            new Fault(kind) { Operation = CloudOperation.CreateJob, Times = times, Accepts = accepts, Delay = delay ?? TimeSpan.FromSeconds(1) });

        /// <summary>Sends a job without caring for what is there.</summary>
        public Task<CustomJob> SendAsync(string label) => _cloud.Vertex.CreateAsync(Body(label), CancellationToken.None);

        public Task<CustomJob> SubmitAsync(
            string label, bool askFirst = false, string? body = null, CancellationToken withdraw = default, CancellationToken cancellationToken = default) => _submitter.SubmitAsync(
            body is null ? Body(label) : Encoding.UTF8.GetBytes(body),
            label,
            askFirst,
            words =>
            {
                lock (Said)
                {
                    Said.Add(words);
                }
            },
            withdraw,
            cancellationToken);

        public async ValueTask DisposeAsync()
        {
            _submitter.Dispose();
            Limiter.Dispose();
            await _cloud.DisposeAsync();
        }

        private static byte[] Body(string label) => Encoding.UTF8.GetBytes(JobBody.Of(labels: ("caliban_job", label)).ToJsonString());
    }
}
