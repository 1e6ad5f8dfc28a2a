using System.Text;
using Caliban.Core.History;
using Caliban.Core.Processes;
using Caliban.Core.Tracking;

namespace Caliban.Runner;

/// <summary>Passes the output of jobs through as it is; where lines of several come in turn, each says whose it is.</summary>
internal sealed class LogBytes(Stream output, bool isMixed, bool hasHeaders) : ILogObserver
{
    private readonly Dictionary<long, LineSplitter> _jobs = [];

    public void Begin(RecordedJob job, string source)
    {
        if (hasHeaders)
        {
            Write($"{LogLines.Header(job, source)}{Environment.NewLine}");
        }

        if (!isMixed)
        {
            return;
        }

        var isStart = true;
        _jobs[job.Id] = new LineSplitter((bytes, end) =>
        {
            if (isStart)
            {
                Write($"[{JobText.Title(job)}] ");
            }

            output.Write(bytes);
            isStart = end != SegmentEnd.None;
        });
    }

    public void Output(RecordedJob job, ReadOnlySpan<byte> bytes)
    {
        if (isMixed)
        {
            _jobs[job.Id].Append(bytes);
        }
        else
        {
            output.Write(bytes);
        }
    }

    public void End(RecordedJob job)
    {
        if (_jobs.Remove(job.Id, out var splitter))
        {
            splitter.Flush();
        }
    }

    private void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
