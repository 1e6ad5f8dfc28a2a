using Caliban.Emulator;
using Caliban.Emulator.Jobs;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class JobListTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("", "one,three,two")]
    [InlineData("displayName=\"one\"", "one")]
    [InlineData("display_name=one", "one")]
    [InlineData("displayName!=\"one\"", "three,two")]
    [InlineData("displayName:\"t*\"", "three,two")]
    [InlineData("displayName:\"t*e\"", "three")]
    [InlineData("displayName:\"hre\"", "three")]
    [InlineData("state=\"JOB_STATE_SUCCEEDED\"", "two")]
    [InlineData("state!=\"JOB_STATE_SUCCEEDED\"", "one,three")]
    [InlineData("labels.run=\"a\"", "one,two")]
    [InlineData("labels.run=b", "three")]
    [InlineData("labels.\"with-dash\"=\"x\"", "two")]
    [InlineData("labels.with-dash:*", "two")]
    [InlineData("labels.run=\"c\"", "")]
    [InlineData("NOT labels.run=\"a\"", "three")]
    [InlineData("labels.run=\"a\" AND state=\"JOB_STATE_SUCCEEDED\"", "two")]
    [InlineData("labels.run=\"a\" OR labels.run=\"b\"", "one,three,two")]
    [InlineData("displayName=\"one\" AND labels.run=\"a\" OR labels.run=\"b\"", "one")]
    [InlineData("(displayName=\"one\" AND labels.run=\"a\") OR labels.run=\"b\"", "one,three")]
    [InlineData("NOT (displayName=\"one\" OR displayName=\"two\")", "three")]
    [InlineData("createTime>=\"2020-01-01T00:00:00Z\"", "one,three,two")]
    [InlineData("createTime<\"2020-01-01T00:00:00+02:00\"", "")]
    public async Task A_filter_finds_what_it_says(string filter, string names)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, Rules = [JobRule.DisplayName("two", JobFate.Succeed), new(_ => true, JobFate.Never)] });
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync(JobBody.Of("one", ("run", "a")));
        await client.CreateAsync(JobBody.Of("two", ("run", "a"), ("with-dash", "x")));
        await client.CreateAsync(JobBody.Of("three", ("run", "b")));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(names, await client.NamesAsync(filter));
    }

    [Theory]
    [InlineData("displayName=")]
    [InlineData("displayName")]
    [InlineData("displayName=\"one")]
    [InlineData("displayName=\"one\" state=\"JOB_STATE_FAILED\"")]
    [InlineData("(displayName=\"one\"")]
    [InlineData("displayName=\"one\")")]
    [InlineData("displayName>\"one\"")]
    [InlineData("displayName==\"one\"")]
    [InlineData("state=\"FAILED\"")]
    [InlineData("state:\"JOB_STATE_FAILED\"")]
    [InlineData("createTime>\"yesterday\"")]
    [InlineData("createTime>\"2026-01-01\"")]
    [InlineData("colour=\"red\"")]
    [InlineData("labels=\"a\"")]
    [InlineData("labels.=\"a\"")]
    [InlineData("labels.a<\"b\"")]
    [InlineData("AND displayName=\"one\"")]
    public async Task A_bad_filter_is_refused(string filter)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);

        var reply = await client.ListAsync(filter);

        Assert.Equal("400 INVALID_ARGUMENT", reply.Refusal);
        Assert.Equal("filter", reply.Fields);
    }

    [Theory]
    [InlineData("", 250, 100, "100,100,50")]
    [InlineData("", 200, 1000, "100,100")]
    [InlineData("labels.parity=\"even\"", 250, 50, "50,50,25")]
    [InlineData("displayName:\"job-1*\"", 25, 4, "4,4,3")]
    public async Task Pages_hold_every_job_once(string filter, int jobs, int pageSize, string sizes)
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        for (var number = 0; number < jobs; number++)
        {
            await client.CreateAsync(JobBody.Of($"job-{number}", ("parity", number % 2 == 0 ? "even" : "odd")));
        }

        var (names, pages, token) = (new List<string>(), new List<int>(), "");
        do
        {
            var reply = await client.ListAsync(filter, pageSize, token);
            var page = reply.Json.GetProperty("customJobs").EnumerateArray().Select(job => job.GetProperty("displayName").GetString()!).ToList();
            names.AddRange(page);
            pages.Add(page.Count);
            token = reply.Json.TryGetProperty("nextPageToken", out var next) ? next.GetString()! : "";
        }
        while (token.Length > 0);

        Assert.Equal(sizes, string.Join(',', pages));
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public async Task The_newest_come_first_and_those_made_between_two_pages_do_not_disturb()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        for (var number = 1; number <= 4; number++)
        {
            await client.CreateAsync(JobBody.Of($"{number}"));
        }

        var first = await client.ListAsync(pageSize: 2);
        await client.CreateAsync(JobBody.Of("5"));
        var second = await client.ListAsync(pageSize: 2, pageToken: first.Json.GetProperty("nextPageToken").GetString()!);

        Assert.Equal(["4", "3", "2", "1"], Names(first).Concat(Names(second)));
        Assert.False(second.Json.TryGetProperty("nextPageToken", out _));
    }

    [Fact]
    public async Task A_token_of_another_question_is_refused()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync();
        await client.CreateAsync();
        var token = (await client.ListAsync(pageSize: 1)).Json.GetProperty("nextPageToken").GetString()!;

        Assert.Equal("page_token", (await client.ListAsync("displayName=\"job\"", 1, token)).Fields);
        Assert.Equal("page_token", (await client.ListAsync(pageToken: "nonsense")).Fields);
        Assert.Equal(200, (await client.ListAsync(pageToken: token)).Status);
    }

    [Fact]
    public async Task A_new_job_can_be_missing_in_lists_for_a_while()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync(new EmulatorOptions { Clock = _clock, ListLag = TimeSpan.FromSeconds(5) });
        using var client = new EmulatorClient(cloud);
        var made = await client.CreateAsync(JobBody.Of("late", ("run", "a")));

        var before = await client.NamesAsync("labels.run=\"a\"");
        var found = await client.GetAsync($"/v1/{made.Name}");
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("", before);
        Assert.Equal(200, found.Status);
        Assert.Equal("late", await client.NamesAsync("labels.run=\"a\""));
    }

    [Fact]
    public async Task Other_regions_and_projects_have_other_jobs()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        cloud.Projects.Add("other");
        await client.CreateAsync();

        Assert.Equal("{}", (await client.GetAsync($"/v1/projects/{client.Project}/locations/europe-west4/customJobs")).Body);
        Assert.Equal("{}", (await client.GetAsync("/v1/projects/other/locations/us-central1/customJobs")).Body);
    }

    [Fact]
    public async Task A_mask_chooses_the_fields()
    {
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        await client.CreateAsync(JobBody.Of("job", ("a", "b")));

        var reply = await client.GetAsync($"{client.Jobs}?readMask=name,state,labels");

        Assert.Equal(["name", "state", "labels"], reply.Json.GetProperty("customJobs")[0].EnumerateObject().Select(field => field.Name));
    }

    private static IEnumerable<string> Names(EmulatorClient.Reply reply) =>
        reply.Json.GetProperty("customJobs").EnumerateArray().Select(job => job.GetProperty("displayName").GetString()!);
}
