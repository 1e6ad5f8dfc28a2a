using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Tests.Jobs;

public sealed class PlainSweepObserverTests
{
    private readonly FakeTime _time = new();
    private readonly List<string> _lines = [];
    private readonly PlainSweepObserver _observer;

    public PlainSweepObserverTests() => _observer = new PlainSweepObserver(_lines.Add, _time);

    [Fact]
    public void Lines_of_several_jobs_carry_the_job_and_what_varies()
    {
        var plan = Plans.Create(2);
        _observer.Preparing("building");
        _observer.Started(plan, upToDate: 0);
        _observer.JobStarted(plan.Jobs[0]);
        _observer.Output(plan.Jobs[0], new OutputLine("loss 0.1", IsTransient: false));
        _observer.Output(plan.Jobs[1], new OutputLine("loss 0.2", IsTransient: false));
        _observer.JobEnded(plan.Jobs[0].Result(JobState.Failed, 3, 1.5));
        _observer.JobEnded(plan.Jobs[1].Result(JobState.Stopped));

        Assert.Equal(
            [
                "building",
                "job 1 of 2 started: --rate 1",
                "[1 rate=1] loss 0.1",
                "[2 rate=2] loss 0.2",
                "job 1 of 2 failed with exit code 3 after 1.5 s",
                "job 2 of 2 stopped after 1.0 s",
            ],
            _lines);
    }

    [Fact]
    public void Lines_of_a_single_job_are_as_it_printed_them()
    {
        var job = new PlannedJob(1, "", []);
        _observer.Started(Plans.Create(1) with { Jobs = [job] }, upToDate: 0);
        _observer.JobStarted(job);
        _observer.Output(job, new OutputLine("loss 0.1", IsTransient: false));

        Assert.Equal(["job 1 of 1 started", "loss 0.1"], _lines);
    }

    [Fact]
    public void A_progress_bar_is_shown_once_a_second_for_each_job()
    {
        var plan = Plans.Create(2);
        _observer.Started(plan, upToDate: 0);

        Progress(0, "0%");
        Progress(0, "1%");
        Progress(1, "0%");
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Progress(0, "2%");
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Progress(0, "3%");
        Progress(0, "4%");
        _observer.Output(plan.Jobs[0], new OutputLine("done", IsTransient: false));

        Assert.Equal(["[1 rate=1] 0%", "[2 rate=2] 0%", "[1 rate=1] 3%", "[1 rate=1] done"], _lines);

        void Progress(int job, string text) => _observer.Output(plan.Jobs[job], new OutputLine(text, IsTransient: true));
    }

    [Fact]
    public void The_end_is_the_table_between_empty_lines()
    {
        var plan = Plans.Create(1);
        _observer.Ended(new SweepResult([plan.Jobs[0].Result(JobState.Succeeded, 0)], TimeSpan.Zero, WasCanceled: false));

        Assert.Equal(
            ["", "job  experiment  state      exit code  duration", "  1  rate=1      succeeded          0     1.0 s", ""], _lines);
    }
}
