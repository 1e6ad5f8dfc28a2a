using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>The history through <c>dotnet run</c>, on a terminal and redirected.</summary>
public sealed class RunnerHistoryTests
{
    [TerminalFact]
    public async Task Status_is_a_table_that_changes_while_jobs_run()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, """{"rate": [1, 2]}""");
        ledger.Hold();
        await using var sweep = new LiveCommand(consumer.Run("process", ["-p:CalibanXGroup=live", .. ledger.Arguments]));
        await sweep.WaitForAsync("begins 1");
        await using var terminal = await TmuxTerminal.StartAsync(consumer.Run("process", "-p:CalibanCommand=status", "-p:CalibanXGroup=live", "-p:CalibanFollow=true"));
        var screen = await terminal.WaitForAsync("│ running");
        Assert.Contains("│ planned", screen);
        Assert.DoesNotContain("exit code:", screen);

        ledger.LetGo();
        screen = await terminal.WaitForAsync("exit code: 0");

        Assert.Contains("2 succeeded", screen);
        Assert.DoesNotContain("│ running", screen);
        (await sweep.EndAsync()).ShouldSucceed();
    }

    [LinuxFact]
    public async Task Logs_are_followed_and_waiting_tells_how_the_jobs_ended()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync($"{Ledger.Script}print('ends', name); sys.exit(3)", """{"rate": [1]}""");
        ledger.Hold();
        await using var sweep = new LiveCommand(consumer.Run("process", ["-p:CalibanXGroup=followed", .. ledger.Arguments]));
        await sweep.WaitForAsync("begins 1");
        await using var logs = new LiveCommand(Verb("logs", "-p:CalibanFollow=true"));
        await using var wait = new LiveCommand(Verb("wait"));
        await logs.WaitForAsync("begins 1");
        await wait.WaitForAsync("waiting for 1 job");

        ledger.LetGo();

        (await logs.EndAsync()).ShouldSucceed().ShouldSay("ends 1");
        (await wait.EndAsync()).ShouldFail().ShouldSay("CAL7034", "1 job: 1 failed");
        (await sweep.EndAsync()).ShouldFail();
        (await Verb("status").RunAsync()).ShouldSucceed().ShouldBePlain().ShouldSay("failed (3)");

        Command Verb(string command, params string[] arguments) =>
            consumer.Run("process", [$"-p:CalibanCommand={command}", "-p:CalibanXGroup=followed", .. arguments]);
    }

    [TerminalFact]
    public async Task Stop_asks_the_person_at_the_terminal()
    {
        using var ledger = new Ledger();
        await using var consumer = await Consumer.CreateAsync(Ledger.Script, """{"rate": [1]}""");
        ledger.Hold();
        await using var sweep = new LiveCommand(consumer.Run("process", ["-p:CalibanXGroup=asked", .. ledger.Arguments]));
        await sweep.WaitForAsync("begins 1");
        await using (var terminal = await TmuxTerminal.StartAsync(Stop()))
        {
            await terminal.WaitForAsync("do you wish to stop this job? [yN]:");
            await terminal.TypeAsync("");
            Assert.Contains("nothing was stopped", await terminal.WaitForAsync("exit code: 0"));
            Assert.False(sweep.HasExited);
        }

        await using (var terminal = await TmuxTerminal.StartAsync(Stop()))
        {
            await terminal.WaitForAsync("do you wish to stop this job? [yN]:");
            await terminal.TypeAsync("y");
            Assert.Contains("job 1 stopped", await terminal.WaitForAsync("exit code: 0"));
        }

        (await sweep.EndAsync()).ShouldFail().ShouldSay("CAL4033");

        Command Stop() => consumer.Run("process", "-p:CalibanCommand=stop", "-p:CalibanXGroup=asked");
    }
}
