using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Tracking;

/// <summary>Shows the output of jobs as lines for people, cleaned as the output of a sweep is.</summary>
/// <param name="isMixed">Whether lines of several jobs come in turn, so that each has to say whose it is.</param>
/// <param name="hasHeaders">Whether the output of each job gets a line above.</param>
public sealed class LogLines(Action<string> show, bool isMixed, bool hasHeaders) : ILogObserver
{
    private readonly Dictionary<long, (LineSplitter Splitter, LineDisplay Display)> _jobs = [];

    /// <summary>The line above the output of a job.</summary>
    public static string Header(RecordedJob job, string source) =>
        $"==> job {JobText.Title(job)}, {JobText.StateAndExitCode(job)}: {source}";

    public void Begin(RecordedJob job, string source)
    {
        if (hasHeaders)
        {
            show(Header(job, source));
        }

        // A progress bar that was written over in the end says nothing more.
        var display = new LineDisplay(line =>
        {
            if (!line.IsTransient)
            {
                show(isMixed ? $"[{JobText.Title(job)}] {line.Text}" : line.Text);
            }
        });
        _jobs[job.Id] = (new LineSplitter(display.Add), display);
    }

    public void Output(RecordedJob job, ReadOnlySpan<byte> bytes) => _jobs[job.Id].Splitter.Append(bytes);

    public void End(RecordedJob job)
    {
        if (_jobs.Remove(job.Id, out var lines))
        {
            lines.Splitter.Flush();
            lines.Display.Flush();
        }
    }
}
