using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.Tests.Registries;

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
        Assert.Single(trial.Google.Server.Calls);
    }

    [Theory]
    [InlineData(CreateFault.CutAfterAccepting)]
    [InlineData(CreateFault.HalfAfterAccepting)]
    [InlineData(CreateFault.GarbageAfterAccepting)]
    [InlineData(CreateFault.UnavailableAfterAccepting)]
    [InlineData(CreateFault.StallAfterAccepting)]
    public async Task A_job_whose_answer_is_lost_is_found_by_its_label(CreateFault fault)
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(fault);

        var job = await trial.SubmitAsync("a");

        Assert.Equal((1, trial.Vertex.Jobs.Single().Name), (trial.Vertex.Posts, job.Name));
    }

    [Fact]
    public async Task A_job_that_a_list_shows_late_is_waited_for()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.HiddenFor = 4;
        trial.Vertex.Faults.Enqueue(CreateFault.CutAfterAccepting);

        await trial.SubmitAsync("a");

        Assert.Equal(1, trial.Vertex.Posts);
        Assert.Equal([1, 2, 4, 8], trial.Google.Clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(CreateFault.CutBefore)]
    [InlineData(CreateFault.UnavailableBefore)]
    public async Task A_job_that_was_not_accepted_is_sent_again_after_it_was_looked_for(CreateFault fault)
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(fault);

        await trial.SubmitAsync("a");

        Assert.Equal(["POST", "GET", "GET", "GET", "GET", "GET", "POST", "GET"], trial.Google.Server.Calls.Select(call => call.Method));
        Assert.Single(trial.Vertex.Jobs);
        Assert.Contains("it is sent again", trial.Said[^1]);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_job_of_an_earlier_run_is_looked_for_before_it_is_sent(bool isThere, int posts)
    {
        await using var trial = await SubmissionTrial.StartAsync();
        if (isThere)
        {
            trial.Vertex.Keep("a");
        }

        trial.Vertex.Keep("b");

        Assert.Equal("a", (await trial.SubmitAsync("a", askFirst: true)).Labels["caliban_job"]);
        Assert.Equal((posts, 2), (trial.Vertex.Posts, trial.Vertex.Jobs.Count));
        Assert.Equal("GET", trial.Google.Server.Calls[0].Method);
    }

    [Fact]
    public async Task A_job_that_arrived_twice_is_kept_once()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        var first = trial.Vertex.Keep("a");
        var second = trial.Vertex.Keep("a");
        var ended = trial.Vertex.Keep("a", "JOB_STATE_FAILED");

        Assert.Equal(first.Name, (await trial.SubmitAsync("a", askFirst: true)).Name);
        Assert.Equal(("JOB_STATE_PENDING", "JOB_STATE_CANCELLING", "JOB_STATE_FAILED"), (first.State, second.State, ended.State));
        Assert.Contains("arrived twice", Assert.Single(trial.Said));
    }

    [Fact]
    public async Task A_request_that_arrives_after_it_was_given_up_does_not_leave_two_jobs()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(CreateFault.CutAfterAccepting);
        trial.Vertex.HiddenFor = 5;

        await trial.SubmitAsync("a");

        Assert.Equal(2, trial.Vertex.Posts);
        Assert.Single(trial.Vertex.Jobs, job => job.State == "JOB_STATE_PENDING");
    }

    [Fact]
    public async Task A_quota_fails_at_once_with_its_name_and_where_to_raise_it()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(CreateFault.Quota);

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.Quota, "CAL5060", 1), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Vertex.Posts));
        Assert.Equal(["aiplatform.googleapis.com/custom_model_training_nvidia_v100_gpus"], exception.QuotaMetrics);
        Assert.Contains("https://console.cloud.google.com/iam-admin/quotas?project=my-project", exception.Diagnostic.Message);
    }

    [Fact]
    public async Task A_missing_permission_fails_at_once()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(CreateFault.Denied);

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.Permission, "CAL5056", 1), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Vertex.Posts));
    }

    [Fact]
    public async Task A_rate_is_waited_out_without_looking_and_lowers_the_limit()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(CreateFault.Rate);
        trial.Vertex.Faults.Enqueue(CreateFault.Rate);

        await trial.SubmitAsync("a");

        Assert.Equal(["POST", "POST", "POST"], trial.Google.Server.Calls.Select(call => call.Method));
        Assert.InRange(trial.Limiter.PerMinute, 1, 59);
        Assert.NotEmpty(trial.Google.Clock.Waits);
    }

    [Fact]
    public async Task A_rate_that_does_not_pass_is_told_in_the_end()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Chance = () => CreateFault.Rate;

        var exception = await Assert.ThrowsAsync<SubmissionRefusedException>(() => trial.SubmitAsync("a"));

        Assert.Equal((RefusalKind.Rate, "CAL5061", 20), (exception.Kind, exception.Diagnostic.Descriptor.Code, trial.Vertex.Posts));
    }

    [Fact]
    public async Task Without_a_connection_it_is_sent_again_without_looking_and_told_in_the_end()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        await trial.SubmitAsync("first");
        trial.Google.Clock.Forget();
        await trial.Google.Server.DisposeAsync();

        Assert.Equal("CAL5067", (await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a"))).Descriptor.Code);
        Assert.Equal(7, trial.Said.Count);
        Assert.All(trial.Said, said => Assert.Contains("cannot be reached", said));
    }

    [Fact]
    public async Task Without_a_connection_a_job_that_may_have_been_sent_is_uncertain()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        await trial.SubmitAsync("first");
        await trial.Google.Server.DisposeAsync();

        var diagnostic = await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a", askFirst: true));

        Assert.Equal("CAL5069", diagnostic.Descriptor.Code);
        Assert.Contains("caliban_job=a", diagnostic.Message);
    }

    [Fact]
    public async Task A_job_is_not_sent_again_while_it_cannot_be_looked_for()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Faults.Enqueue(CreateFault.CutAfterAccepting);
        trial.Vertex.ListsFail = true;

        Assert.Equal("CAL5069", (await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a"))).Descriptor.Code);
        Assert.Equal(1, trial.Vertex.Posts);

        trial.Vertex.ListsFail = false;
        await trial.SubmitAsync("a", askFirst: true);
        Assert.Single(trial.Vertex.Jobs);
    }

    [Fact]
    public async Task A_service_that_fails_every_time_is_told_in_the_end()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        trial.Vertex.Chance = () => CreateFault.UnavailableBefore;

        Assert.Equal("CAL5069", (await GoogleTrial.FailsAsync(() => trial.SubmitAsync("a"))).Descriptor.Code);
        Assert.Equal(4, trial.Vertex.Posts);
        Assert.Empty(trial.Vertex.Jobs);
    }

    [Fact]
    public async Task Of_many_jobs_with_answers_lost_at_random_each_is_accepted_once()
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0);
        var random = new Random(20260102);
        CreateFault[] faults =
        [
            CreateFault.CutBefore, CreateFault.UnavailableBefore, CreateFault.CutAfterAccepting, CreateFault.HalfAfterAccepting,
            CreateFault.GarbageAfterAccepting, CreateFault.UnavailableAfterAccepting,
        ];
        trial.Vertex.Chance = () =>
        {
            lock (random)
            {
                return random.Next(3) == 0 ? faults[random.Next(faults.Length)] : CreateFault.None;
            }
        };
        var labels = Enumerable.Range(0, 400).Select(number => $"job-{number}").ToList();

        var jobs = await Task.WhenAll(labels.Select(label => trial.SubmitAsync(label)));

        Assert.Equal(labels, jobs.Select(job => job.Labels["caliban_job"]));
        Assert.Equal(labels.Order(), trial.Vertex.Counts.Keys.Order());
        Assert.All(trial.Vertex.Counts, count => Assert.True(count.Value == 1, $"{count.Key}: {count.Value}"));
    }

    [Fact]
    public async Task A_run_that_was_stopped_at_random_goes_on_where_it_was()
    {
        var labels = Enumerable.Range(0, 60).Select(number => $"job-{number}").ToList();
        for (var seed = 0; seed < 5; seed++)
        {
            var (random, done) = (new Random(seed), new HashSet<string>());
            await using var trial = await SubmissionTrial.StartAsync(perMinute: 0);
            trial.Vertex.Latency = TimeSpan.FromMilliseconds(2);
            var sent = new HashSet<string>();
            while (done.Count < labels.Count)
            {
                using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(5, 60)));
                await Task.WhenAll(labels.Except([.. done]).Select(async label =>
                {
                    bool askFirst;
                    lock (sent)
                    {
                        askFirst = !sent.Add(label);
                    }

                    try
                    {
                        await trial.SubmitAsync(label, askFirst, stop.Token);
                        lock (done)
                        {
                            done.Add(label);
                        }
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }));

                // On this clock looking again takes no time, in which a real request would arrive.
                while (trial.Vertex.IsBusy)
                {
                    await Task.Delay(1);
                }
            }

            Assert.All(trial.Vertex.Counts, count => Assert.True(count.Value == 1, $"{count.Key}: {count.Value}"));
            Assert.Equal(labels.Count, trial.Vertex.Jobs.Count);
        }
    }

    [Fact]
    public async Task No_more_than_allowed_are_on_their_way_at_once()
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0, options: new VertexSubmitterOptions { Concurrency = 7 });
        var (now, most) = (0, 0);
        var handle = trial.Google.Server.Handle;
        trial.Google.Server.Handle = async (context, body) =>
        {
            lock (trial)
            {
                most = Math.Max(most, ++now);
            }

            await Task.Delay(5);
            lock (trial)
            {
                now--;
            }

            await handle(context, body);
        };

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => trial.SubmitAsync($"job-{number}")));

        Assert.InRange(most, 2, 7);
    }

    [Fact]
    public async Task Connections_are_used_again()
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0);
        var connections = new HashSet<string>();
        var handle = trial.Google.Server.Handle;
        trial.Google.Server.Handle = (context, body) =>
        {
            lock (connections)
            {
                connections.Add(context.Connection.Id);
            }

            return handle(context, body);
        };

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => trial.SubmitAsync($"job-{number}")));

        Assert.InRange(connections.Count, 1, 64);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ä")]
    [InlineData("a\" OR labels.x:*")]
    public async Task What_is_no_value_of_a_label_is_a_mistake_of_the_caller(string label)
    {
        await using var trial = await SubmissionTrial.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => trial.SubmitAsync(label));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_that_waits_for_its_turn_can_be_withdrawn_and_then_does_not_exist(bool isStop)
    {
        await using var trial = await SubmissionTrial.StartAsync(perMinute: 0, options: new VertexSubmitterOptions { Concurrency = 1 });
        using var end = new CancellationTokenSource();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var handle = trial.Google.Server.Handle;
        trial.Google.Server.Handle = async (context, body) =>
        {
            arrived.TrySetResult();
            await gate.Task;
            await handle(context, body);
        };
        var first = trial.SubmitAsync("first", withdraw: end.Token);
        await arrived.Task;
        var second = isStop ? trial.SubmitAsync("second", cancellationToken: end.Token) : trial.SubmitAsync("second", withdraw: end.Token);

        await end.CancelAsync();

        await Assert.ThrowsAsync<SubmissionWithdrawnException>(() => second);
        gate.SetResult();
        Assert.Equal("first", (await first).Labels["caliban_job"]);
        Assert.Equal(1, trial.Vertex.Posts);
    }

    [Fact]
    public async Task A_job_that_is_on_its_way_at_a_stop_may_exist()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        using var stop = new CancellationTokenSource();
        trial.Google.Server.Handle = async (context, _) =>
        {
            await stop.CancelAsync();
            await GoogleServer.StallAsync(context);
        };

        var stopped = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trial.SubmitAsync("a", cancellationToken: stop.Token));

        Assert.IsNotType<SubmissionWithdrawnException>(stopped);
    }

    [Fact]
    public async Task A_job_whose_first_attempt_may_have_arrived_is_not_withdrawn()
    {
        await using var trial = await SubmissionTrial.StartAsync();
        using var withdraw = new CancellationTokenSource();
        trial.Vertex.Faults.Enqueue(CreateFault.CutBefore);
        var handle = trial.Google.Server.Handle;
        trial.Google.Server.Handle = async (context, body) =>
        {
            await withdraw.CancelAsync();
            await handle(context, body);
        };

        await trial.SubmitAsync("a", withdraw: withdraw.Token);

        Assert.Equal((2, 1), (trial.Vertex.Posts, trial.Vertex.Jobs.Count));
    }

    /// <summary>A submitter and the service it submits to.</summary>
    private sealed class SubmissionTrial : IAsyncDisposable
    {
        private readonly VertexSubmitter _submitter;

        private SubmissionTrial(GoogleTrial google, double perMinute, VertexSubmitterOptions? options)
        {
            Google = google;
            Vertex.Attach(google.Server);
            Limiter = new SubmissionRateLimiter(google.Clock, perMinute, SubmissionRateLimiter.DefaultBurst, () => 0.5);
            _submitter = new VertexSubmitter(google.Vertex, Limiter, options);
        }

        public GoogleTrial Google { get; }

        public FakeVertex Vertex { get; } = new();

        public SubmissionRateLimiter Limiter { get; }

        public List<string> Said { get; } = [];

        public static async Task<SubmissionTrial> StartAsync(double perMinute = 60, VertexSubmitterOptions? options = null) =>
            new(await GoogleTrial.StartAsync(answerTime: TimeSpan.FromSeconds(5)), perMinute, options);

        public Task<CustomJob> SubmitAsync(
            string label, bool askFirst = false, CancellationToken cancellationToken = default, CancellationToken withdraw = default) => _submitter.SubmitAsync(
            Encoding.UTF8.GetBytes($$$"""{"displayName":"x","labels":{"caliban_job":"{{{label}}}"}}"""),
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
            await Google.DisposeAsync();
        }
    }
}
