using System.Text.Json;
using Caliban.Core.GoogleCloud.Logging;
using Microsoft.AspNetCore.Http;

namespace Caliban.Core.Tests.GoogleCloud.Logging;

/// <summary>Logs of jobs, read and followed.</summary>
public sealed class LoggingClientTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Entries_are_asked_for_by_job_and_time_page_after_page()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(
            GoogleServer.Answer(200, $$"""{"entries":[{{Entry(1, "one")}}],"nextPageToken":"t1"}"""),
            GoogleServer.Answer(200, """{"nextPageToken":"t2"}"""),
            GoogleServer.Answer(200, $$"""{"entries":[{{Entry(2, "two")}}]}"""));

        var entries = await ReadAsync(Client(trial).ReadAsync("projects/1/locations/r/customJobs/42", Start.AddTicks(1234567), CancellationToken.None));

        Assert.Equal(["one", "two"], entries.Select(entry => entry.Message));
        var bodies = trial.Server.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement).ToList();
        Assert.All(trial.Server.Calls, call => Assert.Equal(("POST", "/v2/entries:list"), (call.Method, call.Path)));
        Assert.Equal("""resource.type="ml_job" AND resource.labels.job_id="42" AND timestamp>="2026-01-02T03:04:05.1234567Z" """.Trim(), bodies[0].GetProperty("filter").GetString());
        Assert.Equal(("[\"projects/my-project\"]", "timestamp asc", 1000), (bodies[0].GetProperty("resourceNames").GetRawText(), bodies[0].GetProperty("orderBy").GetString(), bodies[0].GetProperty("pageSize").GetInt32()));
        Assert.False(bodies[0].TryGetProperty("pageToken", out _));
        Assert.Equal(["t1", "t2"], bodies.Skip(1).Select(body => body.GetProperty("pageToken").GetString()));
    }

    [Fact]
    public async Task An_entry_is_read_with_its_task_and_message()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, """
            {"entries":[
              {"timestamp":"2026-01-02T03:04:05.123456789Z","severity":"ERROR","insertId":"i","resource":{"type":"ml_job","labels":{"job_id":"42","task_name":"workerpool0-0"}},"jsonPayload":{"message":"a\nb","levelname":"ERROR"}},
              {"timestamp":"2026-01-02T03:04:06Z","insertId":"j","severity":"DEFAULT","textPayload":"text"},
              {"timestamp":"2026-01-02T03:04:07Z","insertId":"k","jsonPayload":{"loss":0.5}},
              {"receiveTimestamp":"2026-01-02T03:04:08Z","insertId":"l"}]}
            """));

        var entries = await ReadAsync(Client(trial).ReadAsync("42", Start, CancellationToken.None));

        Assert.Equal(new LogEntry(Start.AddTicks(1234567), "ERROR", "i", "workerpool0-0", "a\nb") { JobId = "42" }, entries[0]);
        Assert.Equal([("", "text"), ("", """{"loss":0.5}"""), ("", "")], entries.Skip(1).Select(entry => (entry.Severity, entry.Message)));
    }

    [Fact]
    public async Task Many_jobs_are_asked_for_together()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, "{}"));

        Assert.Empty(await ReadAsync(Client(trial).ReadAsync([.. Enumerable.Range(0, 501).Select(number => $"{number:0000000000000000000}"), "7"], Start, CancellationToken.None)));

        var filters = trial.Server.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("filter").GetString()!).ToList();
        Assert.Equal(2, filters.Count);
        Assert.Contains("""job_id=("0000000000000000000" OR "0000000000000000001" OR """, filters[0]);
        Assert.Contains("""job_id=("0000000000000000500" OR "7")""", filters[1]);
        Assert.All(filters, filter => Assert.InRange(filter.Length, 1, 20_000));
    }

    [Fact]
    public async Task An_id_that_would_change_the_question_is_a_mistake_of_the_caller()
    {
        await using var trial = await GoogleTrial.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(Client(trial).ReadAsync("4\" OR severity>\"DEFAULT", Start, CancellationToken.None)));
    }

    [Fact]
    public async Task A_page_that_is_too_large_is_asked_for_in_smaller_ones()
    {
        await using var trial = await GoogleTrial.StartAsync();
        var text = new string('x', 1024 * 1024);
        trial.Server.Handle = (context, body) =>
        {
            var request = JsonDocument.Parse(body).RootElement;
            var (from, size) = (request.TryGetProperty("pageToken", out var token) ? int.Parse(token.GetString()!, System.Globalization.CultureInfo.InvariantCulture) : 0, request.GetProperty("pageSize").GetInt32());
            var to = Math.Min(80, from + size);
            var entries = Enumerable.Range(from, to - from).Select(number => Entry(number, text));
            return GoogleServer.AnswerAsync(context, 200, $$"""{"entries":[{{string.Join(',', entries)}}]{{(to < 80 ? $",\"nextPageToken\":\"{to}\"" : "")}}}""");
        };
        var client = new LoggingClient(trial.Connection, "my-project", new LoggingClientOptions { PageSize = 100 });

        Assert.Equal(80, (await ReadAsync(client.ReadAsync("42", Start, CancellationToken.None))).Count);
        Assert.Equal(9, trial.Server.Calls.Count);
    }

    [Theory]
    [InlineData(403, """{"error":{"code":403,"status":"PERMISSION_DENIED","message":"The caller does not have permission"}}""", "CAL5056", "roles/logging.viewer")]
    [InlineData(200, "<html/>", "CAL5064", "not understood")]
    [InlineData(200, """{"nextPageToken":"again"}""", "CAL5064", "has no end")]
    public async Task What_goes_wrong_is_told(int status, string body, string code, string words)
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(status, body));

        var diagnostic = await GoogleTrial.FailsAsync(() => ReadAsync(Client(trial).ReadAsync("42", Start, CancellationToken.None)));

        Assert.Equal(code, diagnostic.Descriptor.Code);
        Assert.Contains(words, diagnostic.Message);
    }

    [Fact]
    public async Task Followed_entries_come_once_each_and_late_ones_late()
    {
        await using var trial = await GoogleTrial.StartAsync();
        string[][] polls =
        [
            [Entry(10, "a"), Entry(20, "c")],
            [Entry(10, "a"), Entry(15, "b, late"), Entry(20, "c"), Entry(20, "c, another of the same time", id: "x")],
            [],
            [Entry(30, "d")],
        ];
        var ended = new TaskCompletionSource();
        var poll = 0;
        trial.Server.Handle = (context, _) =>
        {
            var entries = poll < polls.Length ? polls[poll] : [Entry(30, "d")];
            if (++poll == polls.Length)
            {
                ended.SetResult();
            }

            return GoogleServer.AnswerAsync(context, 200, $$"""{"entries":[{{string.Join(',', entries)}}]}""");
        };

        var entries = await ReadAsync(Client(trial).FollowAsync(["42"], Start, ended.Task, _ => { }, CancellationToken.None));

        Assert.Equal(["a", "c", "b, late", "c, another of the same time", "d"], entries.Select(entry => entry.Message));
        Assert.Equal(polls.Length + 2, trial.Server.Calls.Count);
    }

    [Fact]
    public async Task A_log_is_followed_from_a_minute_before_its_newest_entry()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(200, $$"""{"entries":[{{Entry(1000, "a")}}]}"""));

        await ReadAsync(Client(trial).FollowAsync(["42"], Start, Task.CompletedTask, _ => { }, CancellationToken.None));

        Assert.Equal(
            ["2026-01-02T03:04:05.0000000Z", "2026-01-02T03:19:45.0000000Z", "2026-01-02T03:19:45.0000000Z"],
            trial.Server.Calls.Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("filter").GetString()!.Split("timestamp>=")[1].Trim('"')));
    }

    [Fact]
    public async Task A_network_that_is_away_for_a_while_ends_nothing()
    {
        await using var trial = await GoogleTrial.StartAsync();
        var calls = 0;
        trial.Server.Handle = (context, _) => ++calls <= 12
            ? GoogleServer.CutAsync(context)
            : GoogleServer.AnswerAsync(context, 200, $$"""{"entries":[{{Entry(1, "a")}}]}""");
        var said = new List<string>();

        Assert.Single(await ReadAsync(Client(trial).FollowAsync(["42"], Start, Task.CompletedTask, said.Add, CancellationToken.None)));
        Assert.Equal(2, said.Count);
    }

    [Fact]
    public async Task A_log_that_cannot_be_had_after_the_end_is_given_up_in_the_end()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.CutAsync);

        Assert.Equal("CAL5067", (await GoogleTrial.FailsAsync(() => ReadAsync(Client(trial).FollowAsync(["42"], Start, Task.CompletedTask, _ => { }, CancellationToken.None)))).Descriptor.Code);
    }

    [Fact]
    public void What_is_remembered_has_a_limit_and_nothing_comes_twice_for_it()
    {
        var seen = new SeenEntries(100);
        var entries = Enumerable.Range(0, 250).Select(number => new LogEntry(Start.AddSeconds(number), "", $"i{number}", "", "")).ToList();

        Assert.All(entries, entry => Assert.True(seen.Add(entry)));

        Assert.InRange(seen.Count, 1, 100);
        Assert.All(entries, entry => Assert.False(seen.Add(entry)));
        Assert.True(seen.Horizon <= entries[^90].Timestamp && seen.Horizon > entries[0].Timestamp);
    }

    private static LoggingClient Client(GoogleTrial trial) => new(trial.Connection, "my-project");

    private static string Entry(int second, string message, string? id = null) =>
        $$$"""{"timestamp":"{{{Start.AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ}}}","insertId":"{{{id ?? $"i{second}"}}}","resource":{"labels":{"job_id":"42"}},"textPayload":{{{JsonSerializer.Serialize(message)}}}}""";

    private static async Task<List<LogEntry>> ReadAsync(IAsyncEnumerable<LogEntry> entries)
    {
        var list = new List<LogEntry>();
        await foreach (var entry in entries)
        {
            list.Add(entry);
        }

        return list;
    }
}
