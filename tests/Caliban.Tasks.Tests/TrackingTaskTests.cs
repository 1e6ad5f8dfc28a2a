using Caliban.Testing;
using Microsoft.Build.Framework;

namespace Caliban.Tasks.Tests;

/// <summary>The tasks that look after jobs, as far as they go without any.</summary>
public sealed class TrackingTaskTests : IDisposable
{
    private readonly FakeBuildEngine _engine = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string _project;

    public TrackingTaskTests() => _project = _folder.Write("trial.csproj", "<Project />");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Status_says_that_there_are_no_jobs()
    {
        var task = Configure(new ShowStatus());

        Assert.True(task.Execute());

        Assert.Empty(task.Jobs);
        var message = Assert.Single(_engine.Messages);
        Assert.Equal(MessageImportance.High, message.Importance);
        Assert.StartsWith("there are no jobs of ", message.Message);
    }

    [Fact]
    public void Stopping_and_waiting_have_nothing_to_do()
    {
        Assert.True(Configure(new StopJobs()).Execute());
        Assert.True(Configure(new WaitForJobs()).Execute());

        Assert.Equal(["there are no jobs to stop", "there are no jobs to wait for"], _engine.Messages.Select(message => message.Message!));
    }

    [Fact]
    public void Verbs_of_groups_say_that_they_need_one()
    {
        Assert.False(Configure(new SelectResubmission()).Execute());
        Assert.False(Configure(new ForgetGroup()).Execute());
        Assert.False(Configure(new ShowLogs()).Execute());

        Assert.Equal(["CAL7032", "CAL7032", "CAL7041"], _engine.Errors.Select(error => error.Code));
        Assert.All(_engine.Errors, error => Assert.Equal(_project, error.File));
    }

    [Fact]
    public void Unknown_groups_and_jobs_are_errors()
    {
        var group = Configure(new ShowStatus());
        group.Group = "rates";
        var job = Configure(new ShowLogs());
        job.JobIds = "7";

        Assert.False(group.Execute());
        Assert.False(job.Execute());

        Assert.Equal(["CAL7030", "CAL7042"], _engine.Errors.Select(error => error.Code));
    }

    [Fact]
    public void Mistakes_are_found_before_the_history_is_opened()
    {
        var task = Configure(new StopJobs());
        (task.Yes, task.JobIds) = ("perhaps", "x");

        Assert.False(task.Execute());

        Assert.Equal(["CAL1005", "CAL1005"], _engine.Errors.Select(error => error.Code));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "history.db")));
    }

    [Fact]
    public void A_request_for_the_runner_is_written_down()
    {
        var task = Configure(new WriteRequest());
        (task.Command, task.RequestFile, task.Group) = ("Status", Path.Combine(_folder.Path, "request.json"), "rates");

        Assert.True(task.Execute());

        var text = File.ReadAllText(task.RequestFile);
        Assert.Contains("\"verb\": \"Status\"", text);
        Assert.Contains("\"group\": \"rates\"", text);
    }

    [Fact]
    public void A_plan_that_is_not_there_cannot_be_resubmitted()
    {
        var task = Configure(new PlanResubmission());
        (task.Group, task.JobIds, task.PlanFile) = ("rates", "1", Path.Combine(_folder.Path, "plan.json"));

        Assert.False(task.Execute());

        Assert.Equal("CAL4013", Assert.Single(_engine.Errors).Code);
    }

    private T Configure<T>(T task)
        where T : RequestTask
    {
        (task.BuildEngine, task.ProjectFile, task.HistoryLocation) = (_engine, _project, "history.db");
        return task;
    }
}
