using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>Sends the output of a job to its log, whole, and to the observer, as lines.</summary>
internal sealed class JobOutput
{
    private readonly Lock _lock = new();
    private readonly Channel _standard;
    private readonly Channel _error;

    public JobOutput(JobLog log, Action<OutputLine> onLine) =>
        (_standard, _error) = (new Channel(log, onLine), new Channel(log, onLine));

    /// <summary>Takes raw bytes; the two channels meet in the log at line ends.</summary>
    public void Add(OutputChannel channel, ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            (channel == OutputChannel.Standard ? _standard : _error).Splitter.Append(bytes.Span);
        }
    }

    /// <summary>Writes what had no line end.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _standard.Flush();
            _error.Flush();
        }
    }

    private sealed class Channel
    {
        private readonly LineDisplay _display;

        public Channel(JobLog log, Action<OutputLine> onLine)
        {
            _display = new LineDisplay(onLine);
            Splitter = new LineSplitter((bytes, end) =>
            {
                log.Write(bytes);
                _display.Add(bytes, end);
            });
        }

        public LineSplitter Splitter { get; }

        public void Flush()
        {
            Splitter.Flush();
            _display.Flush();
        }
    }
}
