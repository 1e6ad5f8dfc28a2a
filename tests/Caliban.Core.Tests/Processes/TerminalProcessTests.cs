using System.ComponentModel;
using Caliban.Core.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Processes;

public sealed class TerminalProcessTests
{
    [UnixFact]
    public async Task The_exit_code_comes_back_and_variables_and_folder_are_the_childs()
    {
        using var folder = new TemporaryFolder();
        var child = Children.Shell("test \"$ONE\" = 1 && test \"$(pwd -P)\" = \"$1\" && exit 7", Path.GetFullPath(folder.Path)) with
        {
            Environment = new Dictionary<string, string> { ["ONE"] = "1" },
            WorkingDirectory = folder.Path,
        };

        Assert.Equal(7, await TerminalProcess.RunAsync(child, () => Task.CompletedTask, CancellationToken.None));
    }

    [UnixFact]
    public async Task A_cancellation_asks_for_a_stop_and_waits_for_the_end()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var (begun, end) = (Path.Combine(folder.Path, "begun"), Path.Combine(folder.Path, "end"));
        var run = TerminalProcess.RunAsync(
            Children.Shell("echo $$ > \"$1\"; while ! test -e \"$2\"; do sleep 0.05; done", begun, end),
            () => File.WriteAllTextAsync(end, ""),
            stop.Token);
        var id = await Children.WaitForIdAsync(begun);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(Children.IsRunning(id));
    }

    [Fact]
    public async Task A_program_that_does_not_exist_is_an_exception() =>
        await Assert.ThrowsAsync<Win32Exception>(() => TerminalProcess.RunAsync(
            new ProcessSpecification("/nowhere/docker", []), () => Task.CompletedTask, CancellationToken.None));
}
