using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>The verbs that look after jobs, on jobs that have really run.</summary>
public sealed class HistoryTests
{
    private static readonly (string Name, string Value) Rates = ("CalibanXGroup", "rates");
    private static readonly (string Name, string Value) Yes = ("CalibanYes", "true");

    [Fact]
    public void Before_the_first_job_there_is_nothing_to_show()
    {
        using var project = new SdkProject("");

        var report = InProcessBuild.Run(project.File, "CalibanStatus").ShouldSucceed();

        Assert.Contains($"there are no jobs of {Environment.UserName} in the history {project.HistoryFile}.", report.Log);
        Assert.Empty(report.Items);
    }

    [Fact]
    public void The_status_of_a_group_is_shown_and_returned()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();

        var report = InProcessBuild.Run(project.File, "CalibanStatus", Rates).ShouldSucceed();

        Assert.Contains($"group rates of {Environment.UserName}\n", report.Log);
        Assert.Contains("1 succeeded, 1 failed", report.Log);
        Assert.Equal(
            ["1 Succeeded 0 rates process run.sh --a 1 a=1", "2 Failed 3 rates process run.sh --a 2 a=2"],
            report.Items.Select(job => $"{job.Name} {job["State"]} {job["ExitCode"]} {job["Group"]} {job["Backend"]} {job["Command"]} {job["Arguments"]} {job["Label"]}"));
        Assert.All(report.Items, job =>
        {
            Assert.StartsWith("ran: ", File.ReadAllText(job["LogPath"]));
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", job["Started"]);
            Assert.Equal((Environment.UserName, Environment.MachineName), (job["User"], job["Host"]));
        });
    }

    [Fact]
    public void The_last_values_of_metrics_are_a_JSON_object()
    {
        using var project = Trial.Create();
        project.Write("run.sh", "echo 'caliban-metric loss/train=0.5 step=1'; echo 'caliban-metric loss/train=0.25 step=2'");
        project.Write("one.json", "{}");
        InProcessBuild.Run(project.File, "CalibanRun", Rates, ("ExperimentConfig", "one.json")).ShouldSucceed();

        var report = InProcessBuild.Run(project.File, "CalibanStatus", Rates).ShouldSucceed();

        using var metrics = JsonDocument.Parse(Assert.Single(report.Items)["Metrics"]);
        Assert.Equal(0.25, metrics.RootElement.GetProperty("loss/train").GetDouble());
        Assert.Contains("metrics: loss/train=0.25 (step 2)", report.Log);
    }

    [Fact]
    public void Jobs_that_failed_are_run_again_in_their_group_and_nothing_else_is()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();
        Fix(project);

        var report = InProcessBuild.Run(project.File, "CalibanResubmit", Rates, Yes).ShouldSucceed();

        Assert.Contains("ran: --a 2", report.Log);
        Assert.DoesNotContain("ran: --a 1", report.Log);
        Assert.Equal("Succeeded --a 2", $"{Assert.Single(report.Items)["State"]} {report.Items[0]["Arguments"]}");
        var jobs = InProcessBuild.Run(project.File, "CalibanStatus", Rates, ("CalibanMaxJobs", "0")).ShouldSucceed().Items;
        Assert.Equal(["1 Succeeded", "2 Failed", "3 Succeeded"], jobs.OrderBy(job => job.Name).Select(job => $"{job.Name} {job["State"]}"));
        Assert.Equal(jobs.Single(job => job.Name == "2")["ExperimentId"], jobs.Single(job => job.Name == "3")["ExperimentId"]);
    }

    [Fact]
    public void Resubmitted_jobs_have_the_arguments_they_had_whatever_the_files_say_now()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates, ("CalibanScriptArgs", "--epochs 2")).ShouldFail();
        Fix(project);
        project.Write("experiment.json", """{"other": [7, 8, 9]}""");

        var report = InProcessBuild.Run(project.File, "CalibanResubmit", Rates, Yes, ("CalibanAllJobs", "true")).ShouldSucceed();

        Assert.Equal(["--epochs 2 --a 1", "--epochs 2 --a 2"], report.Items.Select(job => job["Arguments"]));
    }

    [Fact]
    public void A_project_in_another_folder_runs_its_own_jobs_again()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();
        Fix(project);
        using var other = new SdkProject("");

        var report = InProcessBuild.Run(other.File, "CalibanResubmit", Rates, Yes, ("CalibanHistoryUrl", project.HistoryFile)).ShouldSucceed();

        Assert.Equal("Succeeded", Assert.Single(report.Items)["State"]);
        Assert.StartsWith(project.Folder, report.Items[0]["LogPath"]);
    }

    [Fact]
    public void A_project_that_has_moved_is_an_error_that_says_where_it_was()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();
        using var other = new SdkProject("");
        File.Move(project.File, $"{project.File}.moved");

        var report = InProcessBuild.Run(other.File, "CalibanResubmit", Rates, Yes, ("CalibanHistoryUrl", project.HistoryFile)).ShouldFail();

        Assert.Contains($"'{project.File}'", report.Single("CAL7033").Message);
    }

    [Fact]
    public async Task The_jobs_of_a_resubmission_come_back_as_JSON_also_when_they_fail_again()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();

        var result = await project.Dotnet("build", "-t:CalibanResubmit", "-p:CalibanXGroup=rates", "-p:CalibanYes=true", "-getTargetResult:CalibanResubmit").ShouldFailAsync();

        using var json = JsonDocument.Parse(result.Output);
        var target = json.RootElement.GetProperty("TargetResults").GetProperty("CalibanResubmit");
        Assert.Equal("Failure", target.GetProperty("Result").GetString());
        Assert.Contains("error CAL4003", result.Error);
    }

    [Theory]
    [InlineData("CalibanResubmit", "none of them resubmitted: this is a dry run.")]
    [InlineData("CalibanForget", "nothing was deleted: this is a dry run.")]
    public void A_dry_run_only_shows(string target, string text)
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();

        Assert.Contains(text, InProcessBuild.Run(project.File, target, Rates, ("CalibanDryRun", "true")).ShouldSucceed().Log);

        Assert.Equal(2, InProcessBuild.Run(project.File, "CalibanStatus", Rates, ("CalibanMaxJobs", "0")).Items.Count);
    }

    [Theory]
    [InlineData("CalibanResubmit")]
    [InlineData("CalibanForget")]
    public void Where_nobody_can_be_asked_consent_is_needed(string target)
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();

        Assert.Contains("-p:CalibanYes=true", InProcessBuild.Run(project.File, target, Rates).ShouldFail().Single("CAL7031").Message);
    }

    [Fact]
    public void A_forgotten_group_is_unknown_and_its_logs_are_there()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();
        var logs = InProcessBuild.Run(project.File, "CalibanStatus", Rates).Items.Select(job => job["LogPath"]).ToList();

        InProcessBuild.Run(project.File, "CalibanForget", Rates, Yes).ShouldSucceed();

        InProcessBuild.Run(project.File, "CalibanStatus", Rates).ShouldFail().Single("CAL7030");
        Assert.All(logs, log => Assert.True(File.Exists(log)));
    }

    [Fact]
    public void The_output_of_jobs_is_shown_again()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();

        var report = InProcessBuild.Run(project.File, "CalibanLogs", ("CalibanJobIds", "2")).ShouldSucceed();

        Assert.Contains("ran: --a 2", report.Log);
        Assert.DoesNotContain("ran: --a 1", report.Log);
    }

    [Fact]
    public void Output_that_a_clean_removed_is_an_error()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();
        InProcessBuild.Run(project.File, "Clean").ShouldSucceed();

        Assert.Contains("does not exist", InProcessBuild.Run(project.File, "CalibanLogs", ("CalibanJobIds", "2")).ShouldFail().Single("CAL7040").Message);
    }

    [Fact]
    public void Waiting_fails_when_a_job_has_failed_and_returns_all()
    {
        using var project = Failing();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();

        var report = InProcessBuild.Run(project.File, "CalibanWait", Rates).ShouldFail();

        Assert.Contains("Job 2 a=2 failed with exit code 3.", report.Single("CAL7034").Message);
        InProcessBuild.Run(project.File, "CalibanWait", ("CalibanJobIds", "1")).ShouldSucceed();
    }

    [Fact]
    public async Task A_running_sweep_is_waited_for_and_stopped_from_elsewhere()
    {
        using var project = Trial.Create();
        project.Write("run.sh", "echo started; touch \"$STARTED\"; sleep 100");
        var started = Path.Combine(project.Folder, "obj", "started");
        Directory.CreateDirectory(Path.GetDirectoryName(started)!);
        var command = project.Dotnet("build", "-t:CalibanRun", "-p:CalibanXGroup=rates");
        command.Environment["STARTED"] = started;
        var sweep = command.RunAsync(TimeSpan.FromMinutes(2));
        while (!File.Exists(started) && !sweep.IsCompleted)
        {
            await Task.Delay(50);
        }

        (await project.Dotnet("run", "-p:CalibanCommand=wait", "-p:CalibanWaitTimeout=1s").ShouldFailAsync()).ShouldShow("error CAL7035: 2 jobs have not ended");
        (await project.Dotnet("build", "-t:CalibanForget", "-p:CalibanXGroup=rates", "-p:CalibanYes=true").ShouldFailAsync()).ShouldShow("error CAL7036");
        (await project.Dotnet("build", "-t:CalibanStop", "-p:CalibanXGroup=rates", "-p:CalibanYes=true").ShouldSucceedAsync())
            .ShouldShow("job 1 a=1 stopped").ShouldShow("job 2 a=2 stopped");

        var result = await sweep;
        Assert.NotEqual(0, result.ExitCode);
        var jobs = InProcessBuild.Run(project.File, "CalibanStatus", Rates).ShouldSucceed().Items;
        Assert.Equal(["1 Stopped", "2 Stopped"], jobs.Select(job => $"{job.Name} {job["State"]}"));
        Assert.Equal("started\n", await File.ReadAllTextAsync(jobs[0]["LogPath"]));
    }

    [Fact]
    public async Task The_runner_does_the_same_and_leaves_no_request_behind()
    {
        using var project = Failing();
        using var temporary = new TemporaryFolder();
        InProcessBuild.Run(project.File, "CalibanRun", Rates).ShouldFail();
        Fix(project);

        (await RunnerAsync("status")).ShouldShow("1 succeeded, 1 failed").ShouldNotShow("\u001b[");
        (await RunnerAsync("logs", "-p:CalibanJobIds=1")).ShouldShow("ran: --a 1");
        (await RunnerAsync("resubmit", "-p:CalibanXGroup=rates", "-p:CalibanYes=true")).ShouldShow("ran: --a 2").ShouldShow("1 of 1 experiment succeeded");
        (await RunnerAsync("wait", "-p:CalibanXGroup=rates")).ShouldShow("2 jobs: 2 succeeded");
        (await RunnerAsync("forget", "-p:CalibanXGroup=rates", "-p:CalibanYes=true")).ShouldShow("deleted 3 jobs");
        (await RunnerAsync("stop")).ShouldShow("there are no jobs to stop");
        Assert.Empty(Directory.EnumerateFiles(temporary.Path, "caliban*", SearchOption.AllDirectories));

        Task<CommandResult> RunnerAsync(string verb, params string[] properties)
        {
            var command = project.Dotnet(["run", $"-p:CalibanCommand={verb}", .. properties]);
            command.Environment["TMPDIR"] = temporary.Path;
            return command.ShouldSucceedAsync();
        }
    }

    [Theory]
    [InlineData("status")]
    [InlineData("Stop")]
    public async Task A_project_without_a_module_can_be_asked(string verb)
    {
        using var project = new SdkProject("");

        (await project.Dotnet("run", $"-p:CalibanCommand={verb}").ShouldSucceedAsync()).ShouldShow("there are no jobs");
        Assert.False(project.HasFile("obj/caliban/plan.json"));
    }

    [Theory]
    [InlineData("CalibanMaxJobs", "many", "CAL1005")]
    [InlineData("CalibanJobIds", "1;two", "CAL1005")]
    [InlineData("CalibanHistoryUrl", "none", "CAL7037")]
    public void What_cannot_be_asked_is_an_error_in_the_project(string name, string value, string code)
    {
        using var project = new SdkProject($"<PropertyGroup><{name}>{value}</{name}></PropertyGroup>");

        var diagnostic = InProcessBuild.Run(project.File, "CalibanStatus").ShouldFail().Single(code);

        Assert.Equal((project.File, Trial.LineOf(project.File, $">{value}<")), (diagnostic.File, diagnostic.Line));
    }

    [Fact]
    public async Task The_address_of_a_history_with_its_password_is_in_no_binary_log()
    {
        using var project = new SdkProject("<PropertyGroup><CalibanHistoryUrl></CalibanHistoryUrl></PropertyGroup>");
        var log = Path.Combine(project.Folder, "obj", "build.binlog");
        var command = project.Dotnet("build", "-t:CalibanStatus", $"-bl:{log}");
        command.Environment["CALIBAN_DB_URL"] = "postgresql://ada:correct-horse@127.0.0.1:1/caliban";

        var result = await command.ShouldFailAsync();

        result.ShouldShow("error CAL70").ShouldNotShow("correct-horse");
        await using var file = File.OpenRead(log);
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        using var content = new MemoryStream();
        await unpacked.CopyToAsync(content);
        var text = Encoding.UTF8.GetString(content.ToArray());
        Assert.Contains("CalibanStatus", text);
        Assert.DoesNotContain("correct-horse", text);
    }

    /// <summary>The second of its two experiments fails.</summary>
    private static SdkProject Failing()
    {
        var project = Trial.Create();
        project.Write("run.sh", "echo \"ran: $*\"\ncase \"$*\" in *'--a 2'*) exit 3;; esac\n");
        return project;
    }

    private static void Fix(SdkProject project) => project.Write("run.sh", "echo \"ran: $*\"\n");
}
