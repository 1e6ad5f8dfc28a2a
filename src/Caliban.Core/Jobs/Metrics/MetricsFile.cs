namespace Caliban.Core.Jobs.Metrics;

/// <summary>
/// Reads the lines that a job appends to a file, each once and only when it is whole. A file that became shorter was
/// written anew and is read from its beginning.
/// </summary>
internal sealed class MetricsFile(string path)
{
    /// <summary>Longer lines, in bytes, are left out.</summary>
    public const int MaxLineLength = 1024 * 1024;

    private const int ChunkLength = 64 * 1024;

    private readonly byte[] _chunk = new byte[ChunkLength];
    private byte[] _line = new byte[1024];
    private int _lineLength;
    private long _offset;
    private bool _isTooLong;

    /// <summary>Receives a line without its end; null for one that is too long.</summary>
    public delegate void LineHandler(ReadOnlySpan<byte> line, bool isTooLong);

    public string Path => path;

    /// <summary>Reads one piece of what is new.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public bool Read(LineHandler onLine)
    {
        var information = new FileInfo(path);
        if (!information.Exists)
        {
            // What is no file at all says so when it is opened.
            if (!Directory.Exists(path))
            {
                return false;
            }
        }
        else if (information.LinkTarget is not null)
        {
            // It could lead to any file of whoever runs the build.
            throw new IOException("it is a link");
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length < _offset)
        {
            (_offset, _lineLength, _isTooLong) = (0, 0, false);
        }

        file.Seek(_offset, SeekOrigin.Begin);
        var count = file.Read(_chunk);
        var bytes = _chunk.AsSpan(0, count);
        if (_offset == 0 && bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        _offset += count;
        Split(bytes, onLine);
        return count > 0;
    }

    /// <summary>Hands out a last line without an end; to be called when the job has ended.</summary>
    public void Flush(LineHandler onLine)
    {
        if (_lineLength > 0 || _isTooLong)
        {
            Emit(onLine);
        }
    }

    private void Split(ReadOnlySpan<byte> bytes, LineHandler onLine)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            Keep(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
            {
                return;
            }

            Emit(onLine);
            bytes = bytes[(end + 1)..];
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_isTooLong || _lineLength + bytes.Length > MaxLineLength)
        {
            (_isTooLong, _lineLength) = (true, 0);
            return;
        }

        if (_lineLength + bytes.Length > _line.Length)
        {
            Array.Resize(ref _line, Math.Max(_line.Length * 2, _lineLength + bytes.Length));
        }

        bytes.CopyTo(_line.AsSpan(_lineLength));
        _lineLength += bytes.Length;
    }

    private void Emit(LineHandler onLine)
    {
        onLine(_line.AsSpan(0, _lineLength).TrimEnd((byte)'\r'), _isTooLong);
        (_lineLength, _isTooLong) = (0, false);
    }
}
