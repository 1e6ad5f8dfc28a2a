namespace Caliban.Core.Processes;

/// <summary>Both channels of a process as lines for people, the last one that says something kept for a diagnostic.</summary>
internal sealed class OutputLines
{
    private readonly Lock _lock = new();
    private readonly (LineSplitter Splitter, LineDisplay Display)[] _channels;

    /// <param name="onLine">Receives the lines as they come; from several threads, one at a time.</param>
    public OutputLines(Action<string> onLine)
    {
        _channels = [Channel(), Channel()];

        (LineSplitter Splitter, LineDisplay Display) Channel()
        {
            var display = new LineDisplay(line =>
            {
                Last = line.Text.Length > 0 ? line.Text.Trim() : Last;
                onLine(line.Text);
            });
            return (new LineSplitter(display.Add), display);
        }
    }

    public string Last { get; private set; } = "";

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
