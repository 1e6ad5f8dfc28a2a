using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>What a person sees at a terminal while jobs run.</summary>
public sealed class TerminalTests
{
    [TerminalFact]
    public async Task The_terminal_logger_shows_output_before_the_job_ends()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Waiting);
        using var gate = new Gate();
        await using var terminal = await TmuxTerminal.StartAsync(Command(consumer, "build", "-t:CalibanRun", "-tl:on", gate));
        AssertNotEnded(await terminal.WaitForAsync("the first line"));

        gate.Open();
        var screen = await terminal.WaitForAsync("exit code: 0");
        Assert.Contains("the last line", screen);
        Assert.Contains("1 of 1 experiment succeeded", screen);
        Assert.DoesNotContain("[CredentialProvider]", screen);
    }

    [TerminalFact]
    public async Task The_terminal_logger_shows_each_line_once_and_the_result_of_a_sweep()
    {
        await using var consumer = await Consumer.CreateAsync(
            "import sys; print('a line of', sys.argv[2]); sys.exit(0 if sys.argv[2] != '2' else 3)", """{"x": [1, 2, 3]}""");
        await using var terminal = await TmuxTerminal.StartAsync(
            consumer.Dotnet("build", "-t:CalibanRun", "-tl:on", "-p:CalibanEngine=process"));

        var screen = await terminal.WaitForAsync("exit code: 1");
        var lines = screen.Split('\n');
        Assert.True(lines.Count(line => line.Contains("a line of 2", StringComparison.Ordinal)) == 1, screen);
        Assert.Contains("2 of 3 experiments succeeded, 1 failed", screen);
        Assert.Contains("CAL4003", screen);
    }

    [TerminalFact]
    public async Task Dotnet_run_shows_output_before_the_job_ends_and_a_table_after_it()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Waiting);
        using var gate = new Gate();
        await using var terminal = await TmuxTerminal.StartAsync(Command(consumer, "run", gate));
        var screen = await terminal.WaitForAsync("the first line");
        AssertNotEnded(screen);
        Assert.Contains("sweep 0/1", await terminal.WaitForAsync("sweep 0/1"));

        gate.Open();
        screen = await terminal.WaitForAsync("exit code: 0");
        Assert.Contains("the last line", screen);
        Assert.Contains("│ succeeded │", screen);
        Assert.Contains("1 of 1 experiment succeeded", screen);
        Assert.DoesNotContain("sweep 0/1", screen);
        Assert.Contains("\u001b[", terminal.Raw);
    }

    [TerminalFact]
    public async Task Dotnet_run_with_NO_COLOR_shows_plain_lines_before_the_job_ends()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Waiting);
        using var gate = new Gate();
        var command = Command(consumer, "run", gate);
        command.Environment["NO_COLOR"] = "1";
        await using var terminal = await TmuxTerminal.StartAsync(command);
        AssertNotEnded(await terminal.WaitForAsync("the first line"));

        gate.Open();
        var screen = await terminal.WaitForAsync("exit code: 0");
        Assert.Contains("the last line", screen);
        Assert.Contains("1 of 1 experiment succeeded", screen);
        Assert.Contains("job  experiment", screen);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*[A-Za-z]", terminal.Raw);
    }

    [TerminalFact]
    public async Task Ctrl_C_at_the_terminal_ends_dotnet_run()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Waiting);
        using var gate = new Gate();
        await using var terminal = await TmuxTerminal.StartAsync(Command(consumer, "run", gate));
        await terminal.WaitForAsync("the first line");
        await terminal.PressAsync("C-c");

        var screen = await terminal.WaitForAsync("exit code: 130");
        Assert.Contains("CAL4012", screen);
        Assert.Contains("0 of 1 experiment succeeded, 1 stopped", screen);
    }

    private static Command Command(Consumer consumer, string verb, params object[] rest) => consumer.Dotnet(
    [
        verb, "-p:CalibanEngine=process",
        .. rest.OfType<string>(),
        .. rest.OfType<Gate>().SelectMany(gate => gate.Arguments),
    ]);

    private static void AssertNotEnded(string screen)
    {
        Assert.DoesNotContain("the last line", screen);
        Assert.DoesNotContain("exit code:", screen);
    }
}
