using System.Diagnostics;
using System.Globalization;
using System.Text;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A running command whose output is read as it comes, and which can be sent a signal.</summary>
internal sealed class LiveCommand : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly StringBuilder _text = new();
    private readonly Process _process;
    private readonly Task _pumps;

    public LiveCommand(Command command)
    {
        _process = command.Start();
        _process.StandardInput.Close();
        _pumps = Task.WhenAll(PumpAsync(_process.StandardOutput), PumpAsync(_process.StandardError));
    }

    /// <summary>The command with the usual answer to Ctrl-C, which background jobs of a shell do not have.</summary>
    public static LiveCommand StartInterruptible(Command command) =>
        new(command with { Program = "env", Arguments = ["--default-signal=INT,TERM", command.Program, .. command.Arguments] });

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Both channels so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Waits until the output holds a text; fails when the command ends before.</summary>
    public async Task WaitForAsync(string text)
    {
        var start = Stopwatch.GetTimestamp();
        while (!Text.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(_pumps.IsCompleted && !Text.Contains(text, StringComparison.Ordinal), $"It ended without '{text}':\n{Text}");
            Assert.True(Stopwatch.GetElapsedTime(start) < Limit, $"'{text}' did not come:\n{Text}");
            await Task.Delay(50);
        }
    }

    public Task SignalAsync(string signal) => SignalAsync(signal, Id);

    public static async Task SignalAsync(string signal, int process)
    {
        var kill = await new Command("kill", "-s", signal, process.ToString(CultureInfo.InvariantCulture)).RunAsync();
        Assert.True(kill.ExitCode == 0, kill.ToString());
    }

    /// <summary>Waits for the end.</summary>
    public async Task<CommandResult> EndAsync()
    {
        var end = Task.WhenAll(_process.WaitForExitAsync(), _pumps);
        Assert.True(await Task.WhenAny(end, Task.Delay(Limit)) == end, $"It did not end:\n{Text}");
        return new CommandResult(_process.ExitCode, Text, "");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task PumpAsync(StreamReader reader)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_text)
            {
                _text.Append(buffer, 0, count);
            }
        }
    }
}
