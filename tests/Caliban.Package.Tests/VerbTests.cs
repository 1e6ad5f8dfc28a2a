using System.Globalization;
using System.Text.Json;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>The verbs that look after jobs, on real containers.</summary>
public sealed class VerbTests
{
    [DockerFact]
    public async Task Status_shows_how_the_jobs_of_a_running_sweep_stand_to_people_and_to_programs()
    {
        await using var trial = await VerbTrial.CreateAsync("docker");
        await using var sweep = await trial.StartAsync();

        var status = (await trial.Verb("CalibanStatus").RunAsync()).ShouldSucceed();
        status.ShouldSay($"group {VerbTrial.Group} of {Environment.UserName}", "failed (3)", "metrics: loss=0.25 (step 7)", "1 running, 1 succeeded, 1 failed");
        foreach (var job in await trial.JobsAsync())
        {
            status.ShouldSay(job["LogPath"], job["Image"], job["RemoteName"]);
        }

        var items = (await trial.Verb("CalibanStatus", "-getItem:CalibanJob").RunAsync()).ShouldSucceed().Items("CalibanJob");
        Assert.Equal("Failed Succeeded Running", string.Join(' ', items.Select(job => job["State"])));
        Assert.Equal("3 0 ", string.Join(' ', items.Select(job => job["ExitCode"])));
        Assert.All(items, job =>
        {
            Assert.Equal("docker", job["Backend"]);
            Assert.StartsWith($"caliban/{trial.Consumer.Name}:", job["Image"]);
            Assert.StartsWith("sha256:", job["ImageDigest"]);
            Assert.Equal(trial.Consumer.ProjectFile, job["ProjectFile"]);
            Assert.True(DateTimeOffset.Parse(job["Started"], CultureInfo.InvariantCulture) >= DateTimeOffset.Parse(job["Submitted"], CultureInfo.InvariantCulture));
            Assert.True(double.Parse(job["Duration"], CultureInfo.InvariantCulture) > 0);
            using var metrics = JsonDocument.Parse(job["Metrics"]);
            Assert.Equal(0.25, metrics.RootElement.GetProperty("loss").GetDouble());
        });

        trial.LetGo();
        (await sweep.EndAsync()).ShouldFail().ShouldSay("2 of 3 experiments succeeded, 1 failed");
    }

    [DockerFact]
    public async Task Logs_are_printed_and_followed_to_their_end()
    {
        await using var trial = await VerbTrial.CreateAsync("docker");
        await using var sweep = await trial.StartAsync();

        (await trial.Verb("CalibanLogs").RunAsync()).ShouldSucceed().ShouldSay("begins bad", "ends bad", "ends good", "begins long").ShouldNotSay("ends long");
        await using var follower = new LiveCommand(trial.Verb("CalibanLogs", "-p:CalibanFollow=true"));
        await follower.WaitForAsync("begins long");
        Assert.DoesNotContain("ends long", follower.Text);
        trial.LetGo();

        (await follower.EndAsync()).ShouldSucceed().ShouldSayTimes(1, "ends long");
        (await sweep.EndAsync()).ShouldFail();
    }

    [DockerFact]
    public async Task Stop_lists_asks_and_stops_and_the_build_that_ran_the_job_says_so()
    {
        await using var trial = await VerbTrial.CreateAsync("docker");
        await using var sweep = await trial.StartAsync();

        var list = (await trial.Verb("CalibanStop", "-p:CalibanDryRun=true").RunAsync()).ShouldSucceed().ShouldSay("--how long", "this is a dry run");
        list.ShouldNotSay("--how good", "--how bad");
        (await trial.Verb("CalibanStop").RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL7031");
        Assert.Contains("Up ", await DockerCli.ContainersAsync(trial.Consumer.Name));

        (await trial.Verb("CalibanStop", "-p:CalibanYes=true").RunAsync()).ShouldSucceed().ShouldSay("how=long stopped");

        var result = (await sweep.EndAsync()).ShouldFail().ShouldSay("1 of 3 experiments succeeded, 1 failed, 1 stopped");
        Assert.Contains("Job 3 how=long", Assert.Single(result.ShouldSayTimes(1, "error CAL4033")));
        Assert.Contains("Job 1 how=bad", Assert.Single(result.ShouldSayTimes(1, "error CAL4003")));
        Assert.Equal("", await DockerCli.ContainersAsync(trial.Consumer.Name));
        Assert.Equal("Failed Succeeded Stopped", string.Join(' ', (await trial.JobsAsync()).Select(job => job["State"])));
        var wait = (await trial.Verb("CalibanWait").RunAsync()).ShouldFail();
        Assert.Equal(2, wait.ShouldSayTimes(2, "error CAL7034").Count);
    }

    [DockerFact]
    public async Task Wait_lasts_until_the_last_job_has_ended()
    {
        await using var trial = await VerbTrial.CreateAsync("docker", """{"how": ["good", "long"]}""");
        await using var sweep = new LiveCommand(trial.Verb("CalibanRun"));
        await sweep.WaitForAsync("begins long");
        (await trial.Verb("CalibanWait", "-p:CalibanWaitTimeout=1s").RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL7035");
        await using var wait = new LiveCommand(trial.Verb("CalibanWait"));
        await wait.WaitForAsync("waiting for");
        trial.LetGo();

        (await wait.EndAsync()).ShouldSucceed().ShouldSay("2 jobs: 2 succeeded");
        (await sweep.EndAsync()).ShouldSucceed();
    }

    [DockerFact]
    public async Task Resubmit_runs_what_did_not_succeed_with_the_code_as_it_is_now()
    {
        await using var trial = await VerbTrial.CreateAsync("docker");
        await using (var sweep = await trial.StartAsync())
        {
            (await trial.Verb("CalibanStop", "-p:CalibanYes=true").RunAsync()).ShouldSucceed();
            (await sweep.EndAsync()).ShouldFail();
        }

        var before = await trial.JobsAsync();
        trial.Consumer.Write("train.py", "import sys; print('edited', sys.argv[3])");
        (await trial.Verb("CalibanResubmit", "-p:CalibanDryRun=true").RunAsync()).ShouldSucceed()
            .ShouldSay("--how bad", "--how long", "2 jobs, none of them resubmitted").ShouldNotSay("--how good", "edited");
        (await trial.Verb("CalibanResubmit").RunAsync()).ShouldFail().ShouldNotSay("edited").ShouldSayTimes(1, "error CAL7031");

        (await trial.Verb("CalibanResubmit", "-p:CalibanYes=true").RunAsync()).ShouldSucceed()
            .ShouldSay("edited bad", "edited long", "2 of 2 experiments succeeded").ShouldNotSay("edited good");

        var after = await trial.JobsAsync();
        Assert.Equal(before.Select(job => job["Experiment"]), after.Select(job => job["Experiment"]));
        Assert.All(after, job => Assert.Equal("Succeeded", job["State"]));
        Assert.Equal([true, false, true], before.Zip(after, (old, now) => old["ImageDigest"] != now["ImageDigest"]));
        (await trial.Verb("CalibanResubmit", "-p:CalibanYes=true").RunAsync()).ShouldSucceed().ShouldSay("has no job that failed").ShouldNotSay("edited");
        (await trial.Verb("CalibanResubmit", "-p:CalibanYes=true", "-p:CalibanAllJobs=true").RunAsync()).ShouldSucceed().ShouldSay("edited good", "3 of 3 experiments succeeded");
    }

    [DockerFact]
    public async Task Resubmit_says_when_the_project_has_moved()
    {
        await using var consumer = await Consumer.CreateAsync("import sys; sys.exit(3)", folderName: "moving");
        string[] arguments = ["-p:CalibanXGroup=moved", "-p:CalibanYes=true"];
        (await consumer.Sweep("docker", arguments).RunAsync()).ShouldFail();
        var moved = Path.Combine(consumer.Folder, "moved.csproj");
        File.Move(consumer.ProjectFile, moved);

        var resubmission = (await consumer.Build("CalibanResubmit", [moved, .. arguments]).RunAsync()).ShouldFail();

        Assert.Contains(consumer.ProjectFile, Assert.Single(resubmission.ShouldSayTimes(1, "error CAL7033")));
        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
    }

    [DockerFact]
    public async Task Explain_tells_why_each_experiment_would_run_and_runs_nothing()
    {
        await using var trial = await VerbTrial.CreateAsync("docker", """{"how": ["bad", "good"]}""");
        (await trial.Verb("CalibanExplain").RunAsync()).ShouldSucceed().ShouldSay("experiment 1 how=bad: new", "2 experiments: 2 new; nothing was run");
        Assert.False(Directory.Exists(Path.Combine(trial.Consumer.Folder, "obj", "history")));
        (await trial.Verb("CalibanRun").RunAsync()).ShouldFail();

        (await trial.Verb("CalibanExplain").RunAsync()).ShouldSucceed().ShouldSay("experiment 1 how=bad: failed before", "experiment 2 how=good: up to date");
        trial.Consumer.Write("train.py", "print('edited')");
        (await trial.Verb("CalibanExplain", "-p:CalibanExperiments=2").RunAsync()).ShouldSucceed()
            .ShouldSay("experiment 2 how=good: runs again: code changed (train.py)", " → ").ShouldNotSay("experiment 1", "edited");
        var items = (await trial.Verb("CalibanExplain", "-getItem:CalibanExplanation").RunAsync()).ShouldSucceed().Items("CalibanExplanation");
        Assert.All(items, item =>
        {
            Assert.Equal("Changed", item["Standing"]);
            Assert.Equal("image", item["Differences"]);
            Assert.Equal("train.py changed", item["Files"]);
        });
    }

    [DockerFact]
    public async Task Forget_deletes_the_history_of_a_group_that_has_ended()
    {
        await using var trial = await VerbTrial.CreateAsync("docker");
        await using var sweep = await trial.StartAsync();
        (await trial.Verb("CalibanForget", "-p:CalibanYes=true").RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL7036");
        trial.LetGo();
        (await sweep.EndAsync()).ShouldFail();

        (await trial.Verb("CalibanForget", "-p:CalibanDryRun=true").RunAsync()).ShouldSucceed().ShouldSay("3 jobs of 3 experiments", "nothing was deleted");
        (await trial.Verb("CalibanForget").RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL7031");
        Assert.Equal(3, (await trial.JobsAsync()).Count);
        (await trial.Verb("CalibanForget", "-p:CalibanYes=true").RunAsync()).ShouldSucceed().ShouldSay("deleted 3 jobs");
        (await trial.Verb("CalibanStatus").RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL7030");
    }

    /// <summary>The history is on a server whose password is in a variable of the build.</summary>
    [PostgresFact]
    public async Task No_verb_writes_the_password_of_the_history_anywhere()
    {
        var server = await PostgresServer.SharedAsync();
        await using var trial = await VerbTrial.CreateAsync("process");
        trial.Consumer.HistoryUrl = server.AddressOf(await server.CreateDatabaseAsync());
        await using var sweep = await trial.StartAsync();
        foreach (var verb in (string[])["CalibanStatus", "CalibanLogs", "CalibanExplain", "CalibanStop", "CalibanResubmit", "CalibanWait", "CalibanForget"])
        {
            if (verb == "CalibanResubmit")
            {
                (await sweep.EndAsync()).ShouldFail();
                trial.Consumer.Write("train.py", "print('edited')");
            }

            (await trial.Verb(verb, "-p:CalibanYes=true", "-v:diag").RunAsync()).ShouldSucceed().ShouldNotSay(server.Password, Uri.EscapeDataString(server.Password));
        }

        await trial.ShouldHaveLogsWithoutAsync(server.Password);
        await trial.ShouldHaveLogsWithoutAsync(Uri.EscapeDataString(server.Password));
    }
}
