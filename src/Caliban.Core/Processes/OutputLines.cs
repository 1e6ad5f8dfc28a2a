namespace Caliban.Core.Processes;

/// <summary>Both channels of a process as lines for people, the last that says something kept for a diagnostic.</summary>
internal sealed class OutputLines
{
    private readonly Lock _lock = new();
    private readonly string[] _last = ["", ""];
    private readonly (LineSplitter Splitter, LineDisplay Display)[] _channels;

    /// <param name="onLine">Receives the lines as they come; from several threads, one at a time.</param>
    public OutputLines(Action<string> onLine)
    {
        _channels = [Channel(OutputChannel.Standard), Channel(OutputChannel.Error)];

        (LineSplitter Splitter, LineDisplay Display) Channel(OutputChannel channel)
        {
            var display = new LineDisplay(line =>
            {
                _last[(int)channel] = line.Text.Length > 0 ? line.Text.Trim() : _last[(int)channel];
                onLine(line.Text);
            });
            return (new LineSplitter(display.Add), display);
        }
    }

    /// <summary>The last line of the error channel, since nothing orders the two; without one, of the standard channel.</summary>
    public string Last => _last[(int)OutputChannel.Error] is { Length: > 0 } error ? error : _last[(int)OutputChannel.Standard];

    public void Add(OutputChannel channel, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            _channels[(int)channel].Splitter.Append(bytes.Span);
        }
    }

    /// <summary>Shows what has no line end; to be called when the process has ended.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            foreach (var (splitter, display) in _channels)
            {
                splitter.Flush();
                display.Flush();
            }
        }
    }
}
