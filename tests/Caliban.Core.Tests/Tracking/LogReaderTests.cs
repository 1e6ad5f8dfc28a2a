using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Tracking;
using Caliban.Testing;
using static Caliban.Core.Tests.Tracking.RecordedJobs;

namespace Caliban.Core.Tests.Tracking;

public sealed class LogReaderTests : IDisposable
{
    private readonly TrackingTrial _trial = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_output_of_one_job_is_shown_as_it_is()
    {
        Add(Job(1, JobState.Succeeded, 1), "one\r\n\u001b[31mtwo\u001b[0m\n 10%\r100%\rend");

        await CopyAsync(Request(TrackingVerb.Logs, "", 1));

        Assert.Equal(["one", "two", "end"], _trial.Lines);
    }

    [Fact]
    public async Task Each_of_several_jobs_has_a_line_above()
    {
        var first = Add(Job(1, JobState.Succeeded, 1), "one\n");
        var second = Add(Job(2, JobState.Failed, 2), "two\n");

        await CopyAsync(Request(TrackingVerb.Logs, "rates"));

        Assert.Equal(
            [$"==> job 1 rate=0.1, succeeded: {first}", "one", $"==> job 2 rate=0.2, failed (3): {second}", "two"],
            _trial.Lines);
    }

    [Fact]
    public async Task Of_a_group_the_newest_job_of_each_experiment_is_read_unless_more_are_asked_for()
    {
        Add(Job(1, JobState.Failed, 1), "old\n");
        Add(Job(2, JobState.Succeeded, 1), "new\n");

        await CopyAsync(Request(TrackingVerb.Logs, "rates"));
        Assert.Equal(["new"], _trial.Lines);

        _trial.Lines.Clear();
        await CopyAsync(Request(TrackingVerb.Logs, "rates") with { MaxJobs = 0 });
        Assert.Contains("old", _trial.Lines);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_replaced_by_what_the_backend_has()
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1) with { LogPath = Path.Combine(_folder.Path, "gone.log") });
        _trial.Backend.States[1] = BackendState.Exited;
        _trial.Backend.Outputs[1] = "from the engine\n";

        await CopyAsync(Request(TrackingVerb.Logs, "", 1));

        Assert.Equal(["from the engine"], _trial.Lines);
    }

    [Theory]
    [InlineData(Host, "does not exist, and docker does not have it any more.")]
    [InlineData("laptop", "is on laptop.")]
    public async Task Output_that_is_nowhere_is_an_error_that_says_so(string host, string reason)
    {
        _trial.History.Add(Job(1, JobState.Succeeded, 1) with { LogPath = Path.Combine(_folder.Path, "gone.log"), Host = host });

        await CopyAsync(Request(TrackingVerb.Logs, "", 1));

        var diagnostic = Assert.Single(_trial.Diagnostics);
        Assert.Equal("CAL7040", diagnostic.Descriptor.Code);
        Assert.EndsWith(reason, diagnostic.Message);
    }

    [Fact]
    public async Task A_running_job_whose_build_is_dead_is_read_from_its_backend()
    {
        Add(Job(1, JobState.Running, 1), "the beginning\n");
        _trial.Backend.States[1] = BackendState.Running;
        _trial.Backend.Outputs[1] = "the beginning\nand more\n";

        await CopyAsync(Request(TrackingVerb.Logs, "", 1));

        Assert.Equal(["the beginning", "and more"], _trial.Lines);
    }

    [Fact]
    public async Task A_planned_job_has_not_started()
    {
        _trial.History.Add(Job(1, JobState.Planned, 1));

        await CopyAsync(Request(TrackingVerb.Logs, "", 1));

        Assert.Equal(["job 1 rate=0.1 has not started"], _trial.Lines);
    }

    [Fact]
    public async Task Running_jobs_are_followed_to_their_ends_and_lines_say_whose_they_are()
    {
        _trial.History.AddLiveRun("run-1");
        var first = Add(Job(1, JobState.Running, 1), "one\n");
        Add(Job(2, JobState.Succeeded, 2), "two\n");
        _trial.History.BeforeQuery = query =>
        {
            if (query == 2)
            {
                File.AppendAllText(first, "half a li");
            }
            else if (query == 3)
            {
                File.AppendAllText(first, "ne\n");
                _trial.History.Add(_trial.History[1] with { State = JobState.Failed, ExitCode = 3 });
            }
        };

        var jobs = await CopyAsync(Request(TrackingVerb.Logs, "rates") with { Follow = true });

        Assert.Equal(["[1 rate=0.1] one", "[2 rate=0.2] two", "[1 rate=0.1] half a line"], _trial.Lines.Where(line => line[0] == '['));
        Assert.Equal(JobState.Failed, jobs[0].State);
    }

    [Fact]
    public async Task A_job_that_starts_later_is_followed_from_its_beginning()
    {
        _trial.History.AddLiveRun("run-1");
        _trial.History.Add(Job(1, JobState.Planned, 1));
        _trial.History.BeforeQuery = query =>
        {
            if (query == 3)
            {
                Add(Job(1, JobState.Succeeded, 1), "all of it\n");
            }
        };

        await CopyAsync(Request(TrackingVerb.Logs, "", 1) with { Follow = true });

        Assert.Equal(["all of it"], _trial.Lines);
    }

    private string Add(RecordedJob job, string output)
    {
        var path = _folder.Write($"{job.Id}.log", output);
        _trial.History.Add(job with { LogPath = path });
        return path;
    }

    private async Task<IReadOnlyList<RecordedJob>> CopyAsync(TrackingRequest request)
    {
        var reader = new LogReader(_trial.Tracker(TimeProvider.System), request, _trial.Console);
        var jobs = await reader.SelectAsync(CancellationToken.None);
        return await reader.CopyAsync(
            jobs, new LogLines(_trial.Lines.Add, isMixed: jobs.Count > 1 && request.Follow, hasHeaders: jobs.Count > 1), CancellationToken.None);
    }
}
