using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>A person at a terminal in a shell of <c>dotnet run -p:CalibanCommand=shell</c>.</summary>
public sealed class ShellTests
{
    [SessionFact]
    public async Task A_shell_lives_in_the_project_and_ends_with_its_exit_code()
    {
        await using var consumer = await CreateAsync();
        consumer.Write("note.txt", "written outside\n");
        await using var terminal = await TmuxTerminal.StartAsync(Shell(consumer));
        var screen = await terminal.WaitForAsync(":/usr/app");
        Assert.Contains($"caliban shell {consumer.Name}", screen);
        Assert.Contains("user    root (0:0)", screen);
        Assert.Contains($"project /usr/app is {consumer.Folder}, live both ways", screen);

        await terminal.TypeAsync("cat note.txt; pwd; whoami; echo changed > note.txt; tty");
        await terminal.WaitForAsync("written outside\n/usr/app\nroot\n/dev/pts/");
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "note.txt")));

        consumer.Write("note.txt", "changed outside");
        await terminal.TypeAsync("cat note.txt");
        await terminal.WaitForAsync("changed outside");
        Assert.Contains("caliban-", await DockerCli.ContainersAsync(consumer.Name));

        await terminal.TypeAsync("exit 7");
        await terminal.WaitForAsync("exit code: 7");
        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
        Assert.Contains("\u001b[36m", terminal.Raw);
    }

    [SessionFact]
    public async Task Ctrl_C_is_for_the_program_in_the_shell_and_a_new_window_size_reaches_it()
    {
        await using var consumer = await CreateAsync();
        var shell = Shell(consumer);
        shell.Environment["NO_COLOR"] = "1";
        await using var terminal = await TmuxTerminal.StartAsync(shell);
        await terminal.WaitForAsync(":/usr/app");
        Assert.DoesNotContain("\u001b[36m", terminal.Raw);

        await terminal.TypeAsync("echo begun; sleep 600; echo it ended with $?");
        await terminal.WaitForAsync("\nbegun");
        await terminal.PressAsync("C-c");
        await terminal.TypeAsync("echo the code is $?");
        await terminal.WaitForAsync("\nthe code is 130");

        await terminal.ResizeAsync(101, 37);
        await terminal.TypeAsync("until [ \"$(stty size)\" = '37 101' ]; do sleep 0.1; done");
        await terminal.TypeAsync("stty size");
        await terminal.WaitForAsync("\n37 101");

        // Docker's own way out begins with this key, and would swallow it.
        await terminal.PressAsync("C-p");
        await terminal.WaitForAsync("$ stty size", "# stty size");
        await terminal.PressAsync("C-u");
        await terminal.TypeAsync("exit");
        await terminal.WaitForAsync("exit code: 0");
    }

    [SessionFact]
    public async Task A_terminal_that_is_closed_leaves_no_container()
    {
        await using var consumer = await CreateAsync();
        await using var terminal = await TmuxTerminal.StartAsync(Shell(consumer));
        await terminal.WaitForAsync(":/usr/app");

        await terminal.CloseAsync();

        await WaitUntilGoneAsync(consumer);
    }

    [SessionFact]
    public async Task The_shell_is_the_caller_inside_and_its_files_are_his_outside()
    {
        await using var consumer = await CreateAsync();
        using var user = await PlainUser.OwnerOfAsync(consumer);
        await File.WriteAllTextAsync(Path.Combine(user.Home, "habit"), "from my home\n");
        await using var terminal = await TmuxTerminal.StartAsync(await user.StartsAsync(Shell(consumer)));
        Assert.Contains("user    ada (23456:23456)", await terminal.WaitForAsync("ada@"));

        await terminal.TypeAsync("whoami; id -u; id -gn; python -c 'import getpass; print(getpass.getuser())'; echo $HOME; cat ~/habit; echo x > made; echo y > ~/made");
        await terminal.WaitForAsync($"ada\n23456\nada\nada\n{user.Home}\nfrom my home\n");
        await terminal.TypeAsync("exit");
        await terminal.WaitForAsync("exit code: 0");

        foreach (var file in (string[])[Path.Combine(consumer.Folder, "made"), Path.Combine(user.Home, "made")])
        {
            Assert.Equal($"{PlainUser.Id}:{PlainUser.Id}", (await new Command("stat", "--format", "%u:%g", file).RunAsync()).Output.Trim());
        }
    }

    [SessionFact]
    public async Task A_bare_zsh_is_installed_and_has_an_empty_home()
    {
        await using var consumer = await CreateAsync();
        using var user = await PlainUser.OwnerOfAsync(consumer);
        await File.WriteAllTextAsync(Path.Combine(user.Home, "habit"), "");
        await using var terminal = await TmuxTerminal.StartAsync(
            await user.StartsAsync(Shell(consumer, "-p:CalibanShellProgram=zsh", "-p:CalibanBare=true")));
        Assert.Contains("home    /home/ada is empty, and gone afterwards", await terminal.WaitForAsync($"{consumer.Name}%"));

        await terminal.TypeAsync("echo zsh $ZSH_VERSION; whoami; ls -A ~ | wc -l; cp /bin/true ~ && ~/true && echo can write and start");
        var screen = await terminal.WaitForAsync("\ncan write and start");
        Assert.Matches("\nzsh 5[^\n]*\nada\n0\n", screen);
        await terminal.TypeAsync("exit");
        await terminal.WaitForAsync("exit code: 0");
    }

    [SessionFact]
    public async Task A_build_opens_a_shell_where_the_terminal_is_its_own_and_fails_with_it()
    {
        await using var consumer = await CreateAsync();
        await using var terminal = await TmuxTerminal.StartAsync(consumer.WithHome(consumer.Build("CalibanShell")));
        await terminal.WaitForAsync(":/usr/app");
        await terminal.TypeAsync("exit 3");

        Assert.Contains("error CAL4025: The shell ended with exit code 3.", await terminal.WaitForAsync("exit code: 1"));
    }

    [SessionFact]
    public async Task Under_the_terminal_logger_a_build_says_what_to_type()
    {
        await using var consumer = await CreateAsync();
        await using var terminal = await TmuxTerminal.StartAsync(consumer.WithHome(consumer.Dotnet("build", "-t:CalibanShell", "-tl:on")));

        var screen = (await terminal.WaitForAsync("exit code: 1")).Replace("\n", "", StringComparison.Ordinal);
        Assert.Contains("CAL4020", screen);
        Assert.Contains($"dotnet run --project {consumer.ProjectFile} -p:CalibanCommand=shell", screen);
    }

    [DockerFact]
    public async Task Without_a_terminal_a_build_says_what_to_type_and_dotnet_run_takes_commands()
    {
        await using var consumer = await Consumer.CreateFromAsync("", folderName: "a folder, it's one");
        var build = await consumer.Build("CalibanShell").RunAsync();
        var run = await consumer.Session("shell", "--", "-c", "cat *.csproj; pwd; exit 5").RunAsync();

        var line = Assert.Single(build.ShouldFail().ShouldSayTimes(1, "error CAL4020"));
        Assert.Contains($"dotnet run --project '{consumer.ProjectFile.Replace("'", @"'\''")}' -p:CalibanCommand=shell", line);
        Assert.Equal(5, run.ExitCode);
        Assert.StartsWith("<Project Sdk=\"Caliban.Sdk/", run.Output);
        Assert.EndsWith("/usr/app\n", run.Output);
    }

    private static Task<Consumer> CreateAsync() => Consumer.CreateFromAsync("");

    private static Command Shell(Consumer consumer, params string[] arguments) => consumer.Session("shell", arguments);

    private static async Task WaitUntilGoneAsync(Consumer consumer)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await DockerCli.ContainersAsync(consumer.Name) is { Length: > 0 })
        {
            await Task.Delay(100, limit.Token);
        }
    }
}
