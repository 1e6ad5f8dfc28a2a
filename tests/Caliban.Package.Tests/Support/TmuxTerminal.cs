using System.Diagnostics;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A terminal of its own in which a command runs.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new("caliban-tmux");

    private string Socket => Path.Combine(_folder.Path, "socket");

    /// <summary>Every byte that reached the terminal.</summary>
    public string Raw => File.ReadAllText(Path.Combine(_folder.Path, "raw"));

    public static async Task<TmuxTerminal> StartAsync(Command command)
    {
        var terminal = new TmuxTerminal();
        // Waits until all bytes are being recorded, and stays on the screen when the command has ended.
        const string Shell = """trap : INT; while [ ! -e "$0" ]; do sleep 0.05; done; "$@"; echo "exit code: $?"; exec sleep 600""";
        var raw = Path.Combine(terminal._folder.Path, "raw");
        var start = await (command with
        {
            Program = "tmux",
            Arguments =
            [
                "-S", terminal.Socket, "-f", "/dev/null", "-u",
                "new-session", "-d", "-x", "160", "-y", "50", "--",
                "sh", "-c", Shell, raw, command.Program, .. command.Arguments,
            ],
        }).RunAsync();
        Assert.True(start.ExitCode == 0, start.ToString());
        await terminal.TmuxAsync("pipe-pane", $"cat > '{raw}'");
        return terminal;
    }

    public async Task<string> ScreenAsync() => (await TmuxAsync("capture-pane", "-p", "-J", "-S", "-")).TrimEnd();

    /// <summary>Waits until one of some texts is on the screen and returns the screen.</summary>
    public async Task<string> WaitForAsync(params string[] texts)
    {
        var text = string.Join("' or '", texts);
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var screen = await ScreenAsync();
            if (texts.Any(wanted => screen.Contains(wanted, StringComparison.Ordinal)))
            {
                return screen;
            }

            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"'{text}' is not on the screen:\n{screen}");
            Assert.False(screen.Contains("exit code:", StringComparison.Ordinal), $"It ended without '{text}' on the screen:\n{screen}");
            await Task.Delay(100);
        }
    }

    /// <param name="key">As tmux names it.</param>
    public Task PressAsync(string key) => TmuxAsync("send-keys", key);

    /// <summary>Types a line and the return key.</summary>
    public async Task TypeAsync(string line)
    {
        await TmuxAsync("send-keys", "-l", line);
        await PressAsync("Enter");
    }

    /// <summary>Makes the window of the terminal another size.</summary>
    public Task ResizeAsync(int columns, int rows) => TmuxAsync("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    /// <summary>Closes the terminal under the command.</summary>
    public Task CloseAsync() => TmuxAsync("kill-server");

    public async ValueTask DisposeAsync()
    {
        await new Command("tmux", "-S", Socket, "kill-server").RunAsync();
        _folder.Dispose();
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var result = await new Command("tmux", ["-S", Socket, .. arguments]).RunAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
