using System.Text.Json;
using System.Text.Json.Nodes;
using Caliban.Emulator;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Logging;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class LogTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task The_log_of_a_job_tells_what_the_service_did_and_what_the_job_printed()
    {
        await using var cloud = await StartAsync();
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        var entries = await EntriesAsync(client, Filter(made.Id));

        Assert.Equal(
            ["service: Waiting for job to be provisioned.", "service: Job is running.", "workerpool0-0: --lr 0.1", "service: Job completed successfully."],
            entries.Select(Text));
        Assert.Equal(made.Id, entries[0].GetProperty("resource").GetProperty("labels").GetProperty("job_id").GetString());
        Assert.Equal("ml_job", entries[0].GetProperty("resource").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("resource.labels.task_name=\"workerpool0-0\"", "low,high")]
    [InlineData("resource.labels.task_name=\"workerpool0-0\" AND severity>=WARNING", "high")]
    [InlineData("resource.labels.task_name=\"workerpool0-0\" severity<ERROR", "low")]
    [InlineData("NOT resource.labels.task_name=\"service\"\njsonPayload.message:\"hig\"", "high")]
    [InlineData("textPayload:*", "text")]
    [InlineData("resource.labels.task_name=(\"workerpool1-0\" OR \"workerpool2-0\")", "text")]
    [InlineData("timestamp>\"2100-01-01T00:00:00Z\"", "")]
    [InlineData("resource.type=\"gce_instance\"", "")]
    public async Task A_filter_finds_what_it_says(string filter, string messages)
    {
        await using var cloud = await StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync(JobBody.WithArguments());
        var job = cloud.Jobs.Single();
        cloud.Hold(job, JobState.Queued);
        cloud.Log(job, "low");
        cloud.Log(job, "high", severity: "ERROR");
        cloud.Log(job, "text", "workerpool1-0", "DEFAULT", isText: true);

        var entries = await EntriesAsync(client, $"resource.labels.job_id=\"{job.Id}\" AND {filter}");

        Assert.Equal(messages, string.Join(',', entries.Select(Text).Where(text => !text.StartsWith("service")).Select(text => text.Split(": ")[1])));
    }

    [Fact]
    public async Task Entries_come_in_pages_in_both_orders()
    {
        await using var cloud = await StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync();
        for (var number = 0; number < 7; number++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            cloud.Log(cloud.Jobs.Single(), $"line {number}", "workerpool3-0");
        }

        var filter = "resource.labels.task_name=\"workerpool3-0\"";
        var ascending = await EntriesAsync(client, filter, 3);
        var descending = await EntriesAsync(client, filter, 3, "timestamp desc");

        Assert.Equal(Enumerable.Range(0, 7).Select(number => $"workerpool3-0: line {number}"), ascending.Select(Text));
        Assert.Equal(ascending.Select(Text).Reverse(), descending.Select(Text));
    }

    [Fact]
    public async Task Pages_can_be_empty_and_still_have_a_token()
    {
        await using var cloud = await StartAsync(new LogBehavior { EmptyPages = 2 });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();

        var first = await ListAsync(client, Filter(made.Id));
        var all = await EntriesAsync(client, Filter(made.Id), 2);

        Assert.False(first.Json.TryGetProperty("entries", out _));
        Assert.NotEmpty(first.Json.GetProperty("nextPageToken").GetString()!);
        Assert.Equal(3, all.Count);
    }

    [Fact]
    public async Task An_entry_can_come_again_on_the_next_page_under_the_same_id()
    {
        await using var cloud = await StartAsync(new LogBehavior { RepeatsEntries = true });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));

        var entries = await EntriesAsync(client, Filter(made.Id), 2);

        Assert.Equal(5, entries.Count);
        Assert.Equal(4, entries.DistinctBy(entry => entry.GetProperty("insertId").GetString()).Count());
        Assert.Equal(entries[1].GetRawText(), entries[2].GetRawText());
    }

    [Fact]
    public async Task An_entry_can_be_late()
    {
        await using var cloud = await StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync();
        cloud.Log(cloud.Jobs.Single(), "late", "workerpool9-0", lag: TimeSpan.FromSeconds(30));

        var before = await EntriesAsync(client, "resource.labels.task_name=\"workerpool9-0\"");
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(before);
        Assert.Single(await EntriesAsync(client, "resource.labels.task_name=\"workerpool9-0\""));
    }

    [Theory]
    [InlineData("""{"filter":""}""", "resource_names")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"limit":1}""", "")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"filter":"a="}""", "filter")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"filter":"colour=red"}""", "filter")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"filter":"timestamp>soon"}""", "filter")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"orderBy":"severity"}""", "order_by")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"pageSize":-1}""", "page_size")]
    [InlineData("""{"resourceNames":["projects/caliban-emulator"],"pageToken":"x"}""", "page_token")]
    public async Task A_bad_request_is_refused(string body, string field)
    {
        await using var cloud = await StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.PostAsync("/v2/entries:list", JsonNode.Parse(body)!);

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
        Assert.Equal(field, reply.Fields);
    }

    [Fact]
    public async Task The_log_of_a_project_that_does_not_exist_is_denied()
    {
        await using var cloud = await StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.PostAsync("/v2/entries:list", JsonNode.Parse("""{"resourceNames":["projects/none"]}""")!);

        Assert.Equal("403 PERMISSION_DENIED", reply.Refusal);
        Assert.Equal("logging.logEntries.list", reply.Detail("ErrorInfo").GetProperty("metadata").GetProperty("permission").GetString());
    }

    private static string Filter(string id) => $"resource.type=\"ml_job\" AND resource.labels.job_id=\"{id}\" AND timestamp>=\"2020-01-01T00:00:00Z\"";

    private static string Text(JsonElement entry) =>
        $"{entry.GetProperty("resource").GetProperty("labels").GetProperty("task_name").GetString()}: " +
        (entry.TryGetProperty("textPayload", out var text) ? text.GetString() : entry.GetProperty("jsonPayload").GetProperty("message").GetString());

    private static Task<EmulatorClient.Reply> ListAsync(EmulatorClient client, string filter, int pageSize = 1000, string order = "timestamp asc", string token = "") =>
        client.PostAsync("/v2/entries:list", new JsonObject
        {
            ["resourceNames"] = new JsonArray($"projects/{client.Project}"), ["filter"] = filter, ["orderBy"] = order, ["pageSize"] = pageSize, ["pageToken"] = token,
        });

    private static async Task<List<JsonElement>> EntriesAsync(EmulatorClient client, string filter, int pageSize = 1000, string order = "timestamp asc")
    {
        var (all, token) = (new List<JsonElement>(), "");
        do
        {
            var reply = await ListAsync(client, filter, pageSize, order, token);
            Assert.True(reply.Status == 200, reply.Body);
            all.AddRange(reply.Json.TryGetProperty("entries", out var entries) ? entries.EnumerateArray() : []);
            token = reply.Json.TryGetProperty("nextPageToken", out var next) ? next.GetString()! : "";
        }
        while (token.Length > 0);
        return all;
    }

    private Task<GoogleCloudEmulator> StartAsync(LogBehavior? behavior = null) =>
        GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Logs = behavior ?? new LogBehavior() });
}
