using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>Custom jobs, read and stopped.</summary>
public sealed class VertexClientTests
{
    private const string Job = """
        {"name":"projects/1/locations/us-central1/customJobs/42","displayName":"mnist","state":"JOB_STATE_PARTIALLY_SUCCEEDED",
         "createTime":"2026-01-02T03:04:05.123456789Z","startTime":"2026-01-02T03:05:00Z","endTime":"2026-01-02T03:06:00Z","updateTime":"2026-01-02T03:06:01Z",
         "error":{"code":8,"message":"Resources are insufficient in region: us-central1."},"labels":{"caliban_job":"a"},
         "jobSpec":{"workerPoolSpecs":[{}]},"someday":{"more":true}}
        """;

    [Fact]
    public async Task A_job_is_read_with_all_that_is_known_of_it()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, Job));

        var job = await trial.Vertex.GetAsync("projects/1/locations/us-central1/customJobs/42", CancellationToken.None);

        Assert.NotNull(job);
        Assert.Equal(("42", "mnist", CustomJobState.PartiallySucceeded, true), (job.Id, job.DisplayName, job.State, job.IsFinal));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(1234567), job.CreateTime);
        Assert.Equal(new RpcStatus(8, "Resources are insufficient in region: us-central1."), job.Error);
        Assert.Equal("a", job.Labels["caliban_job"]);
        Assert.Equal(("GET", "/v1/projects/my-project/locations/us-central1/customJobs/42"), (trial.Server.Calls[0].Method, trial.Server.Calls[0].Path));
    }

    [Theory]
    [InlineData("QUEUED", CustomJobState.Queued, false)]
    [InlineData("PENDING", CustomJobState.Pending, false)]
    [InlineData("RUNNING", CustomJobState.Running, false)]
    [InlineData("SUCCEEDED", CustomJobState.Succeeded, true)]
    [InlineData("FAILED", CustomJobState.Failed, true)]
    [InlineData("CANCELLING", CustomJobState.Cancelling, false)]
    [InlineData("CANCELLED", CustomJobState.Cancelled, true)]
    [InlineData("PAUSED", CustomJobState.Paused, false)]
    [InlineData("EXPIRED", CustomJobState.Expired, true)]
    [InlineData("UPDATING", CustomJobState.Updating, false)]
    [InlineData("OF_TOMORROW", CustomJobState.Unspecified, false)]
    [InlineData("3", CustomJobState.Unspecified, false)]
    public async Task States_that_are_not_known_are_not_final(string text, CustomJobState state, bool isFinal)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, $$"""{"name":"a/1","state":"JOB_STATE_{{text}}"}"""));

        var job = await trial.Vertex.GetAsync("1", CancellationToken.None);

        Assert.Equal((state, isFinal), (job!.State, job.IsFinal));
    }

    [Fact]
    public async Task A_job_is_gone_only_when_the_service_says_so()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(404, """{"error":{"code":404,"message":"The CustomJob does not exist.","status":"NOT_FOUND"}}"""));
        Assert.Null(await trial.Vertex.GetAsync("1", CancellationToken.None));

        trial.Server.Script(GoogleServer.Answer(404, "<html>this network wants you to log in</html>"));
        Assert.Equal("CAL5068", (await GoogleTrial.FailsAsync(() => trial.Vertex.GetAsync("1", CancellationToken.None))).Descriptor.Code);
    }

    [Fact]
    public async Task A_list_is_read_page_after_page_with_nothing_but_what_is_needed()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(
            GoogleServer.Answer(200, """{"customJobs":[{"name":"a/1"},{"name":"a/2"}],"nextPageToken":"t+1/="}"""),
            GoogleServer.Answer(200, """{"nextPageToken":"t2"}"""),
            GoogleServer.Answer(200, """{"customJobs":[{"name":"a/3"}]}"""));

        var jobs = await ListAsync(trial, "labels.caliban_run=\"x\" AND state!=\"JOB_STATE_FAILED\"");

        Assert.Equal(["1", "2", "3"], jobs.Select(job => job.Id));
        Assert.Equal(["", "t+1/=", "t2"], trial.Server.Calls.Select(call => call.Query.GetValueOrDefault("pageToken", "")));
        Assert.All(trial.Server.Calls, call =>
        {
            Assert.Equal("labels.caliban_run=\"x\" AND state!=\"JOB_STATE_FAILED\"", call.Query["filter"]);
            Assert.Equal("100", call.Query["pageSize"]);
            Assert.Equal("name,displayName,state,createTime,startTime,endTime,updateTime,error,labels", call.Query["readMask"]);
        });
    }

    [Fact]
    public async Task An_empty_list_is_an_empty_object()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, "{}"));

        Assert.Empty(await ListAsync(trial, ""));
        Assert.False(trial.Server.Calls[0].Query.ContainsKey("filter"));
    }

    [Theory]
    [InlineData("""{"message":"please log in"}""")]
    [InlineData("""{"customJobs":[{"displayName":"x"}]}""")]
    [InlineData("""{"customJobs":{}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"customJobs":[""")]
    public async Task What_is_no_list_is_not_taken_for_an_empty_one(string body)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, body));

        Assert.Equal("CAL5064", (await GoogleTrial.FailsAsync(() => ListAsync(trial, ""))).Descriptor.Code);
    }

    [Fact]
    public async Task A_list_without_an_end_is_told()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, """{"nextPageToken":"again"}"""));

        Assert.Contains("has no end", (await GoogleTrial.FailsAsync(() => ListAsync(trial, ""))).Message);
    }

    [Fact]
    public async Task A_page_that_breaks_off_is_asked_for_again_and_no_job_comes_twice()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(
            GoogleServer.Answer(200, """{"customJobs":[{"name":"a/1"}],"nextPageToken":"t"}"""),
            GoogleServer.HalfAsync,
            GoogleServer.Answer(200, """{"customJobs":[{"name":"a/2"}]}"""));

        Assert.Equal(["1", "2"], (await ListAsync(trial, "")).Select(job => job.Id));
        Assert.Equal("t", trial.Server.Calls[^1].Query["pageToken"]);
    }

    [Fact]
    public async Task A_project_that_does_not_exist_is_told_and_is_no_empty_list()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(404, """{"error":{"code":404,"message":"Project not found","status":"NOT_FOUND"}}"""));

        Assert.Equal("CAL5058", (await GoogleTrial.FailsAsync(() => ListAsync(trial, ""))).Descriptor.Code);
    }

    [Theory]
    [InlineData(200, "{}", true)]
    [InlineData(400, """{"error":{"code":400,"message":"The job has already ended.","status":"FAILED_PRECONDITION"}}""", false)]
    [InlineData(404, """{"error":{"code":404,"message":"no","status":"NOT_FOUND"}}""", false)]
    public async Task A_job_is_asked_to_end(int status, string body, bool isAsked)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(status, body));

        Assert.Equal(isAsked, await trial.Vertex.CancelAsync("a/42", CancellationToken.None));

        var call = Assert.Single(trial.Server.Calls);
        Assert.Equal(("POST", "/v1/projects/my-project/locations/us-central1/customJobs/42:cancel", "{}"), (call.Method, call.Path, call.Body));
    }

    [Fact]
    public async Task Who_may_not_end_a_job_is_told()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(403, """{"error":{"code":403,"message":"no","status":"PERMISSION_DENIED"}}"""));

        var diagnostic = await GoogleTrial.FailsAsync(() => trial.Vertex.CancelAsync("42", CancellationToken.None));

        Assert.Equal("CAL5056", diagnostic.Descriptor.Code);
        Assert.Contains("aiplatform.customJobs.cancel", diagnostic.Message);
    }

    [Fact]
    public async Task An_id_cannot_lead_anywhere_else()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(404, """{"error":{"code":404,"message":"no","status":"NOT_FOUND"}}"""));
        var client = new VertexClient(trial.Connection, "example.com:my-project", "us-central1");

        await client.GetAsync("42?x=y#z", CancellationToken.None);

        Assert.Equal("/v1/projects/example.com:my-project/locations/us-central1/customJobs/42?x=y#z", trial.Server.Calls[0].Path);
        Assert.Empty(trial.Server.Calls[0].Query);
    }

    [Fact]
    public async Task A_job_is_sent_as_it_is()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, Job));

        Assert.Equal("42", (await trial.Vertex.CreateAsync("{\"displayName\":\"ä\"}"u8.ToArray(), CancellationToken.None)).Id);

        var call = Assert.Single(trial.Server.Calls);
        Assert.Equal(("POST", "/v1/projects/my-project/locations/us-central1/customJobs", "{\"displayName\":\"ä\"}"), (call.Method, call.Path, call.Body));
        Assert.StartsWith("application/json", call.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(200)]
    public async Task A_job_is_not_sent_a_second_time_by_itself(int status)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(status, "garbage"));

        Assert.Equal("CAL5069", (await GoogleTrial.FailsAsync(() => trial.Vertex.CreateAsync("{}"u8.ToArray(), CancellationToken.None))).Descriptor.Code);
        Assert.Single(trial.Server.Calls);
    }

    [Fact]
    public async Task Many_are_on_their_way_at_once_over_connections_that_are_used_again()
    {
        await using var trial = await GoogleTrial.StartAsync();
        using var limiter = new SubmissionRateLimiter(trial.Clock, perMinute: 0);
        using var submitter = new VertexSubmitter(trial.Vertex, limiter, new VertexSubmitterOptions { Concurrency = 7 });
        var (now, most, connections) = (0, 0, new HashSet<string>());
        trial.Server.Handle = async (context, body) =>
        {
            lock (connections)
            {
                connections.Add(context.Connection.Id);
                most = Math.Max(most, ++now);
            }

            await Task.Delay(5);
            lock (connections)
            {
                now--;
            }

            await GoogleServer.AnswerAsync(context, 200, Job);
        };

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => submitter.SubmitAsync("{}"u8.ToArray(), $"job-{number}", askFirst: false, _ => { }, CancellationToken.None, CancellationToken.None)));

        Assert.InRange(most, 2, 7);
        Assert.InRange(connections.Count, most, 7);
    }

    private static async Task<List<CustomJob>> ListAsync(GoogleTrial trial, string filter)
    {
        var jobs = new List<CustomJob>();
        await foreach (var job in trial.Vertex.ListAsync(filter, CancellationToken.None))
        {
            jobs.Add(job);
        }

        return jobs;
    }
}
