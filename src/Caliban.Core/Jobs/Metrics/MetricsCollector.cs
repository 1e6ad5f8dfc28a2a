using System.Globalization;
using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Processes;

namespace Caliban.Core.Jobs.Metrics;

/// <summary>
/// Collects what a job reports on its output and in its metrics file, and hands it out in batches. Memory stays bounded
/// however much that is: the file waits on the disk, and of printed values a limited number may wait here. Lines may come
/// from other threads; everything else is called by one at a time.
/// </summary>
/// <param name="title">How messages name the job.</param>
/// <param name="metricsPath">The file that <c>$CALIBAN_METRICS</c> names; empty for none.</param>
/// <param name="kept">How many values <see cref="Reported"/> holds about; see <see cref="KeptOf"/>.</param>
public sealed class MetricsCollector(string title, string metricsPath, int kept, TimeProvider? time = null)
{
    /// <summary>The most values of one batch.</summary>
    public const int BatchSize = 1000;

    /// <summary>The most printed values that wait.</summary>
    internal const int WaitingLimit = 100_000;

    /// <summary>A job may have so many metrics.</summary>
    internal const int NameLimit = 1000;

    private const int ShownLength = 80;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly MetricsFile? _file = metricsPath.Length == 0 ? null : new MetricsFile(metricsPath);
    private readonly MetricSample _sample = new(kept);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Queue<JobMetric> _waiting = [];
    private readonly List<JobMetric> _read = [];
    private bool _ended;
    private long _malformed;
    private long _dropped;
    private (string Line, string Mistake) _firstMalformed;
    private string? _fileMistake;

    /// <summary>How many values the result of each of so many jobs holds about, so that a sweep stays small in memory.</summary>
    public static int KeptOf(int jobs) => Math.Clamp(500_000 / Math.Max(1, jobs), 20, 10_000);

    /// <summary>What was handed out so far, for the result of the job.</summary>
    public ReportedMetrics Reported
    {
        get
        {
            lock (_lock)
            {
                return _sample.ToReported();
            }
        }
    }

    /// <summary>What there is to say about the metrics; complete when the job has ended and all batches are drained.</summary>
    public IEnumerable<Diagnostic> Warnings
    {
        get
        {
            if (_malformed > 0)
            {
                yield return Create(
                    ReportDiagnostics.MetricsMalformed, title, _malformed, _malformed == 1 ? "" : "s", _firstMalformed.Line, _firstMalformed.Mistake);
            }

            if (_fileMistake is not null)
            {
                yield return Create(ReportDiagnostics.MetricsUnreadable, title, metricsPath, _fileMistake);
            }

            if (_dropped > 0)
            {
                yield return Create(ReportDiagnostics.MetricsDropped, title, _dropped);
            }
        }
    }

    /// <summary>Takes a line of output, which need not be one of metrics.</summary>
    public void Add(string line)
    {
        lock (_lock)
        {
            _read.Clear();
            if (MetricLine.TryParse(line, _time.GetUtcNow(), _read, out var mistake))
            {
                Accept(line);
            }
            else if (mistake is not null)
            {
                Refuse(line, mistake);
            }
        }
    }

    /// <summary>The job has ended: the next batches hold the last line of its file even if that has no end.</summary>
    public void End() => _ended = true;

    /// <summary>The next values to store, at most <see cref="BatchSize"/>; empty when there are none at present.</summary>
    public IReadOnlyList<JobMetric> Drain()
    {
        ReadFile();
        lock (_lock)
        {
            var batch = new List<JobMetric>(Math.Min(BatchSize, _waiting.Count));
            while (batch.Count < BatchSize && _waiting.TryDequeue(out var metric))
            {
                _sample.Add(metric);
                batch.Add(metric);
            }

            return batch;
        }
    }

    /// <summary>Stores everything there is at present, batch by batch.</summary>
    public async Task StoreAsync(Func<IReadOnlyList<JobMetric>, CancellationToken, Task> store, CancellationToken cancellationToken)
    {
        while (Drain() is { Count: > 0 } batch)
        {
            await store(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    private void ReadFile()
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            while (IsHungry() && _file.Read(TakeFileLine))
            {
            }

            if (_ended && IsHungry())
            {
                _file.Flush(TakeFileLine);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _fileMistake ??= exception.Message.TrimEnd('.');
        }
    }

    private bool IsHungry()
    {
        lock (_lock)
        {
            return _waiting.Count < BatchSize;
        }
    }

    private void TakeFileLine(ReadOnlySpan<byte> line, bool isTooLong)
    {
        lock (_lock)
        {
            _read.Clear();
            if (isTooLong)
            {
                Refuse("", string.Create(CultureInfo.InvariantCulture, $"it is longer than {MetricsFile.MaxLineLength} bytes"));
            }
            else if (!line.Trim(" \t"u8).IsEmpty)
            {
                if (MetricJson.TryParse(line, _time.GetUtcNow(), _read, out var mistake))
                {
                    Accept(null);
                }
                else
                {
                    Refuse(Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4 * ShownLength)]), mistake!);
                }
            }
        }
    }

    /// <param name="printedLine">Null when the values come from the file, which itself waits until there is room.</param>
    private void Accept(string? printedLine)
    {
        foreach (var metric in _read)
        {
            // Names are few and values many: one text for each name.
            if (!_names.TryGetValue(metric.Name, out var name))
            {
                if (_names.Count == NameLimit)
                {
                    Refuse(printedLine ?? metric.Name, string.Create(CultureInfo.InvariantCulture, $"it is one more name than {NameLimit}"));
                    continue;
                }

                _names[metric.Name] = name = metric.Name;
            }

            if (printedLine is not null && _waiting.Count >= WaitingLimit)
            {
                _dropped++;
            }
            else
            {
                _waiting.Enqueue(metric with { Name = name });
            }
        }
    }

    private void Refuse(string line, string mistake)
    {
        if (_malformed++ == 0)
        {
            var shown = LineDisplay.Clean(line);
            _firstMalformed = (shown.Length > ShownLength ? $"{shown[..ShownLength]}…" : shown, mistake);
        }
    }

    private static Diagnostic Create(DiagnosticDescriptor descriptor, params object?[] arguments) =>
        Diagnostic.Create(descriptor, SourceLocation.None, arguments);
}
