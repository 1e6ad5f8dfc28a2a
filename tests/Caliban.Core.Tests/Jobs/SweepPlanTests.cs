using System.Text.RegularExpressions;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tests.Jobs;

public sealed class SweepPlanTests
{
    [Fact]
    public void Added_arguments_follow_those_of_the_project_and_precede_the_flags()
    {
        var plan = Plans.Create(2) with
        {
            ScriptArguments = ["--base"],
            Jobs = [new PlannedJob(1, "a=1", ["--base", "--a", "1"]), new PlannedJob(2, "", ["--base"])],
        };

        var added = plan.WithScriptArguments(["--epochs", "2"]).WithScriptArguments(["-v"]);

        Assert.Equal(["--base", "--epochs", "2", "-v"], added.ScriptArguments);
        Assert.Equal(["--base", "--epochs", "2", "-v", "--a", "1"], added.Jobs[0].Arguments);
        Assert.Equal(["--base", "--epochs", "2", "-v"], added.Jobs[1].Arguments);
        Assert.Equal(["a=1", ""], added.Jobs.Select(job => job.Label));
    }

    [Fact]
    public void Without_added_arguments_the_plan_is_the_same()
    {
        var plan = Plans.Create(1);

        Assert.Same(plan, plan.WithScriptArguments([]));
    }

    [Theory]
    [InlineData("", "1")]
    [InlineData("rate=0.1", "1 rate=0.1")]
    public void A_job_is_called_by_its_number_and_what_varies(string label, string title) =>
        Assert.Equal(title, new PlannedJob(1, label, []).Title);

    [Fact]
    public void A_run_has_the_group_of_its_plan_or_one_named_by_user_and_time()
    {
        var time = new FakeTime();

        Assert.Equal("mine", SweepRun.Start(Plans.Create(1) with { Group = "mine" }, time).Group);
        Assert.Equal($"{Environment.UserName}-xgroup-2026-01-02-03-04-05", SweepRun.Start(Plans.Create(1), time).Group);
    }

    [Fact]
    public void Runs_of_the_same_second_differ_and_so_do_their_log_folders()
    {
        var time = new FakeTime();
        var runs = Enumerable.Range(0, 5).Select(_ => SweepRun.Start(Plans.Create(1, "/p"), time)).ToList();

        Assert.NotEqual(1, runs.Select(run => run.RunId).Distinct().Count());
        Assert.All(runs, run => Assert.Matches("^20260102-030405-[0-9a-f]{4}$", run.RunId));
        Assert.All(runs, run => Assert.Matches($"^/p/obj/caliban/logs/{Regex.Escape(run.RunId)}$", run.LogFolder.Replace('\\', '/')));
    }
}
