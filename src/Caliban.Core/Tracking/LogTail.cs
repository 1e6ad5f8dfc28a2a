using Caliban.Core.History;

namespace Caliban.Core.Tracking;

/// <summary>Reads a log file from the beginning, and what is added to it later.</summary>
internal sealed class LogTail(RecordedJob job, ILogObserver observer)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private long _position;
    private bool _hasBegun;

    public RecordedJob Job { get; set; } = job;

    /// <summary>Hands out what is new. False when there is no file yet, or no more.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Pump(CancellationToken cancellationToken)
    {
        // Opened anew each time: a log that is completed later may be another file of the same name.
        if (Job.LogPath.Length == 0 || !File.Exists(Job.LogPath))
        {
            return false;
        }

        using var file = new FileStream(Job.LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (!_hasBegun)
        {
            observer.Begin(Job, Job.LogPath);
            _hasBegun = true;
        }

        file.Position = Math.Min(_position, file.Length);
        while (file.Read(_buffer) is > 0 and var count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            observer.Output(Job, _buffer.AsSpan(0, count));
        }

        _position = file.Position;
        return true;
    }

    public void End()
    {
        if (_hasBegun)
        {
            observer.End(Job);
        }
    }
}
