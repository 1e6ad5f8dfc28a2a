using System.Text;
using Caliban.Core.Cloud;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Logging;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Tests.GoogleCloud.Emulator;
using Caliban.Core.Tests.Registries;
using Caliban.Core.Tests.Tracking;
using Caliban.Emulator;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Jobs;
using Caliban.Testing;
using EmulatedState = Caliban.Emulator.Jobs.JobState;
using JobState = Caliban.Core.History.JobState;

namespace Caliban.Core.Tests.Cloud;

/// <summary>Jobs of Vertex AI, found again by what the history knows of them.</summary>
public sealed class VertexBackendTests : IAsyncLifetime, IDisposable
{
    private const string Store = "0a1b2c3d";

    private readonly TemporaryFolder _folder = new();
    private GoogleCloudEmulator? _cloud;

    private GoogleCloudEmulator Cloud => _cloud!;

    public Task InitializeAsync() => StartAsync(new EmulatorOptions());

    public Task DisposeAsync() => Cloud.DisposeAsync().AsTask();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 1)]
    [InlineData(250, 3)]
    public async Task One_list_answers_for_all_jobs(int jobs, int pages)
    {
        await SubmitAsync(jobs);
        using var backend = Backend();
        var rows = Rows(jobs);

        var seen = await backend.ObserveAsync(rows, CancellationToken.None);

        Assert.All(seen, job => Assert.Equal(BackendState.Running, job.State));
        Assert.Equal(rows.Select(row => Resource(Labelled(row.Id).Id)), seen.Select(job => job.Resource));
        Assert.Equal((pages, 0), (Count(CloudOperation.ListJobs), Count(CloudOperation.GetJob)));
    }

    [Fact]
    public async Task Each_region_is_asked_once()
    {
        await SubmitAsync(2);
        await SubmitAsync(2, "europe-west4", first: 3);
        using var backend = Backend();
        RecordedJob[] rows = [.. Rows(2), .. Rows(4).Skip(2).Select(row => row with { Resource = $"projects/{Cloud.Project.Id}/locations/europe-west4" })];

        var seen = await backend.ObserveAsync(rows, CancellationToken.None);

        Assert.All(seen, job => Assert.Equal(BackendState.Running, job.State));
        Assert.Equal(2, Count(CloudOperation.ListJobs));
    }

    [Fact]
    public async Task The_jobs_of_other_histories_are_not_taken_for_ours()
    {
        await SubmitAsync(2, store: "ffffffff");
        using var backend = Backend();

        Assert.All(await backend.ObserveAsync(Rows(2), CancellationToken.None), job => Assert.Equal(BackendState.Unknown, job.State));
    }

    [Fact]
    public async Task A_job_that_no_list_shows_yet_is_asked_for_by_its_name()
    {
        await StartAsync(new EmulatorOptions { ListLag = TimeSpan.FromHours(1), Times = Endless });
        await SubmitAsync(2);
        using var backend = Backend();
        var rows = Rows(2).Select(row => row with { Resource = Resource(Labelled(row.Id).Id) }).ToList();

        Assert.All(await backend.ObserveAsync(rows, CancellationToken.None), job => Assert.Equal(BackendState.Running, job.State));
        Assert.Equal((1, 2), (Count(CloudOperation.ListJobs), Count(CloudOperation.GetJob)));
    }

    [Fact]
    public async Task A_job_that_somebody_deleted_is_not_known()
    {
        await SubmitAsync(2);
        var rows = Rows(2).Select(row => row with { Resource = Resource(Labelled(row.Id).Id) }).ToList();
        Cloud.Vanish(Labelled(1));
        using var backend = Backend();

        Assert.Equal([BackendState.Unknown, BackendState.Running], (await backend.ObserveAsync(rows, CancellationToken.None)).Select(job => job.State));
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.Garbage)]
    [InlineData(FaultKind.HalfBody)]
    [InlineData(FaultKind.CloseConnection)]
    [InlineData(FaultKind.RateExceeded)]
    public async Task From_a_service_that_fails_nothing_is_concluded(FaultKind kind)
    {
        await SubmitAsync(2);
        Cloud.Faults.Add(new Fault(kind));
        using var backend = Backend(new SkippedWaits());

        var silent = await Assert.ThrowsAsync<TimeoutException>(() => backend.ObserveAsync(Rows(2), CancellationToken.None));

        Assert.Matches("^CAL50[0-9]{2}: ", silent.Message);
    }

    [Fact]
    public async Task Neither_is_from_one_that_refuses_to_answer()
    {
        await SubmitAsync(2);
        Cloud.Project.Deny("aiplatform.customJobs.list");
        using var backend = Backend();

        var silent = await Assert.ThrowsAsync<TimeoutException>(() => backend.ObserveAsync(Rows(2), CancellationToken.None));

        Assert.StartsWith("CAL5056: ", silent.Message);
    }

    [Fact]
    public async Task Nor_when_a_list_is_good_and_the_question_for_one_job_fails()
    {
        await SubmitAsync(1);
        Cloud.Project.Deny("aiplatform.customJobs.get");
        using var backend = Backend();

        await Assert.ThrowsAsync<TimeoutException>(() => backend.ObserveAsync([Rows(1)[0], Rows(2)[1] with { Resource = Resource("7") }], CancellationToken.None));
    }

    [Fact]
    public async Task A_service_that_cannot_be_reached_is_silent()
    {
        await SubmitAsync(1);
        using var backend = Backend(new SkippedWaits());
        await Cloud.StopAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => backend.ObserveAsync(Rows(1), CancellationToken.None));
    }

    [Fact]
    public async Task Of_two_jobs_with_the_same_label_the_one_that_was_made_first_counts_whatever_their_numbers()
    {
        // Numbers are drawn by chance, so that of several pairs one has the larger number first.
        await SubmitAsync(8);
        var firsts = Cloud.Jobs.ToDictionary(job => job.Labels["caliban_job"], job => job.Id);
        await SubmitAsync(8);
        using var backend = Backend();

        var seen = await backend.ObserveAsync(Rows(8), CancellationToken.None);

        Assert.Equal(Rows(8).Select(row => Resource(firsts[row.RemoteName])), seen.Select(job => job.Resource));
    }

    [Fact]
    public async Task The_one_that_the_history_names_counts_before_that()
    {
        await SubmitAsync(1);
        await SubmitAsync(1);
        var second = Resource(Cloud.Jobs.Last().Id);
        using var backend = Backend();

        Assert.Equal(second, (await backend.ObserveAsync([Rows(1)[0] with { Resource = second }], CancellationToken.None))[0].Resource);
    }

    [Fact]
    public async Task A_submission_that_arrived_is_found_although_lists_are_late()
    {
        await StartAsync(new EmulatorOptions { ListLag = TimeSpan.FromMilliseconds(300), Times = Endless });
        await SubmitAsync(1);
        using var backend = Backend(settleTime: TimeSpan.FromMilliseconds(600));

        var seen = await backend.SettleAsync(Rows(1)[0], CancellationToken.None);

        Assert.Equal((BackendState.Running, Resource(Labelled(1).Id)), (seen.State, seen.Resource));
    }

    [Fact]
    public async Task A_submission_that_never_arrived_is_not_known_after_a_wait_for_each_build_that_has_ended()
    {
        var clock = new SkippedWaits();
        using var backend = Backend(clock, TimeSpan.FromSeconds(17));

        foreach (var row in Rows(3))
        {
            Assert.Equal(BackendState.Unknown, (await backend.SettleAsync(row, CancellationToken.None)).State);
        }

        await backend.SettleAsync(Rows(1)[0] with { ClaimedBy = "run-2" }, CancellationToken.None);
        Assert.Equal(2, clock.Waits.Count(wait => wait == TimeSpan.FromSeconds(17)));
    }

    [Fact]
    public async Task A_submission_that_arrived_twice_is_settled_as_one()
    {
        await SubmitAsync(1);
        await SubmitAsync(1);
        await SubmitAsync(1);
        Cloud.Finish(Cloud.Jobs.Last());
        using var backend = Backend();

        var seen = await backend.SettleAsync(Rows(1)[0], CancellationToken.None);

        Assert.Equal(Resource(Cloud.Jobs.First().Id), seen.Resource);
        Assert.Equal([EmulatedState.Running, EmulatedState.Cancelled, EmulatedState.Succeeded], Cloud.Jobs.Select(job => job.State));
    }

    [Fact]
    public async Task A_stop_cancels_what_has_not_ended()
    {
        await SubmitAsync(40);
        Cloud.Finish(Labelled(1));
        using var backend = Backend();

        await backend.StopAsync(Rows(39), CancellationToken.None);

        Assert.Equal(EmulatedState.Succeeded, Labelled(1).State);
        Assert.Equal(EmulatedState.Running, Labelled(40).State);
        Assert.Equal(38, Cloud.Jobs.Count(job => job.State == EmulatedState.Cancelled));
        Assert.Equal(38, Count(CloudOperation.CancelJob));
    }

    [Fact]
    public async Task One_job_that_cannot_be_cancelled_does_not_keep_the_others()
    {
        await SubmitAsync(40);
        Cloud.Faults.Add(new Fault(FaultKind.Unavailable) { Operation = CloudOperation.CancelJob, Times = 6 });
        using var backend = Backend(new SkippedWaits(), concurrency: 1);

        await Assert.ThrowsAsync<TimeoutException>(() => backend.StopAsync(Rows(40), CancellationToken.None));

        Assert.Equal(39, Cloud.Jobs.Count(job => job.State == EmulatedState.Cancelled));
    }

    [Fact]
    public async Task The_whole_output_is_saved()
    {
        await SubmitAsync(1);
        Cloud.Log(Labelled(1), "first");
        Cloud.Log(Labelled(1), "second\n");
        Cloud.Finish(Labelled(1));
        using var backend = Backend();
        var row = Rows(1)[0] with { Resource = Resource(Labelled(1).Id), LogPath = Path.Combine(_folder.Path, "logs", "1.log") };

        await backend.SaveLogAsync(row, CancellationToken.None);

        var lines = await File.ReadAllLinesAsync(row.LogPath);
        Assert.Contains("first", lines);
        Assert.True(Array.IndexOf(lines, "second") > Array.IndexOf(lines, "first"));
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_replaces_nothing()
    {
        await SubmitAsync(1);
        Cloud.Project.Deny("logging.logEntries.list");
        using var backend = Backend();
        var row = Rows(1)[0] with { Resource = Resource(Labelled(1).Id), LogPath = _folder.Write("1.log", "before") };

        await Assert.ThrowsAsync<TimeoutException>(() => backend.SaveLogAsync(row, CancellationToken.None));

        Assert.Equal("before", await File.ReadAllTextAsync(row.LogPath));
    }

    [Fact]
    public async Task Output_is_followed_until_the_job_has_ended_and_nothing_is_shown_twice()
    {
        await SubmitAsync(1);
        var job = Labelled(1);
        Cloud.Log(job, "before");
        using var backend = Backend();
        var text = new StringBuilder();

        // The history does not know its name yet.
        var following = backend.CopyOutputAsync(Rows(1)[0], (_, bytes) => Append(bytes), follow: true, CancellationToken.None);
        await UntilAsync(() => Text().Contains("before", StringComparison.Ordinal));
        Cloud.Log(job, "while");
        await UntilAsync(() => Text().Contains("while", StringComparison.Ordinal));
        Assert.False(following.IsCompleted);
        Cloud.Log(job, "last");
        Cloud.Finish(job);
        await following.WaitAsync(TimeSpan.FromMinutes(1));

        var ours = Text().Split('\n').Where(line => line is "before" or "while" or "last");
        Assert.Equal(["before", "while", "last"], ours);

        void Append(ReadOnlyMemory<byte> bytes)
        {
            lock (text)
            {
                text.Append(Encoding.UTF8.GetString(bytes.Span));
            }
        }

        string Text()
        {
            lock (text)
            {
                return text.ToString();
            }
        }
    }

    private static JobTimes Endless { get; } = new() { Running = null };

    private async Task StartAsync(EmulatorOptions options)
    {
        if (_cloud is not null)
        {
            await _cloud.DisposeAsync();
        }

        _cloud = await GoogleCloudEmulator.StartAsync(options with { Times = Endless });
    }

#pragma warning disable CA2000 // the backend disposes of it
    private VertexBackend Backend(TimeProvider? clock = null, TimeSpan? settleTime = null, int concurrency = 16) => new(
        new GoogleConnection(
            new GoogleCloudSettings { VertexEndpoint = Cloud.Url, LoggingEndpoint = Cloud.Url },
            name => name switch { "HOME" => _folder.Path, "GCE_METADATA_HOST" => new Uri(Cloud.Url).Authority, _ => null },
            new GoogleConnectionOptions { Random = () => 0, Time = clock ?? TimeProvider.System }),
        new VertexBackendOptions
        {
            SettleTime = settleTime ?? TimeSpan.FromMilliseconds(1),
            PollInterval = TimeSpan.FromMilliseconds(50),
            Concurrency = concurrency,
            Logging = new LoggingClientOptions { Interval = TimeSpan.FromMilliseconds(50) },
        });
#pragma warning restore CA2000

    private async Task SubmitAsync(int count, string region = "us-central1", string store = Store, int first = 1)
    {
        using var client = new EmulatorClient(Cloud);
        for (var id = first; id < first + count; id++)
        {
            var job = JobBody.Of($"job {id}", ("caliban_store", store), ("caliban_job", $"caliban-mnist-{store}-{id}"));
            Assert.Equal(200, (await client.PostAsync($"/v1/projects/{Cloud.Project.Id}/locations/{region}/customJobs", job)).Status);
        }

        Cloud.Requests.Clear();
    }

    private List<RecordedJob> Rows(int count) =>
    [
        .. Enumerable.Range(1, count).Select(id => RecordedJobs.Job(id, JobState.Submitted, id) with
        {
            Backend = VertexBackend.BackendName,
            RemoteName = $"caliban-mnist-{Store}-{id}",
            Resource = $"projects/{Cloud.Project.Id}/locations/us-central1",
            SubmittedAt = DateTimeOffset.UtcNow,
        }),
    ];

    private EmulatedJob Labelled(long id) => Cloud.Jobs.WithLabel("caliban_job", $"caliban-mnist-{Store}-{id}").First();

    private string Resource(string id) => $"projects/{Cloud.Project.Id}/locations/us-central1/customJobs/{id}";

    private int Count(CloudOperation operation) => Cloud.Requests.Of(operation).Count();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
