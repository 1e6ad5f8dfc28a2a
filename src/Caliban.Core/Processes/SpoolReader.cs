using Microsoft.Win32.SafeHandles;

namespace Caliban.Core.Processes;

/// <summary>Reads what a detached process writes into its two files, from the beginning, while they grow.</summary>
internal sealed class SpoolReader : IDisposable
{
    private readonly (OutputChannel Channel, SafeFileHandle? File)[] _files;
    private readonly OutputHandler _onOutput;
    private readonly long[] _positions = new long[2];
    private readonly byte[] _buffer = new byte[32 * 1024];

    public SpoolReader(ControlFolder folder, OutputHandler onOutput)
    {
        _onOutput = onOutput;
        _files = [.. new[] { OutputChannel.Standard, OutputChannel.Error }.Select(channel => (channel, Open(folder.Output(channel))))];
    }

    /// <summary>Hands out what is there now: a piece of one file, a piece of the other, until the ends they had at the call.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool ReadAvailable()
    {
        long[] ends = [.. _files.Select(file => file.File is null ? 0 : RandomAccess.GetLength(file.File))];
        var any = false;
        while (Step(0, ends[0]) | Step(1, ends[1]))
        {
            any = true;
        }

        return any;
    }

    public void Dispose()
    {
        foreach (var (_, file) in _files)
        {
            file?.Dispose();
        }
    }

    private static SafeFileHandle? Open(string file)
    {
        try
        {
            return File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private bool Step(int index, long end)
    {
        var (channel, file) = _files[index];
        var wanted = (int)Math.Min(_buffer.Length, end - _positions[index]);
        if (file is null || wanted <= 0 || RandomAccess.Read(file, _buffer.AsSpan(0, wanted), _positions[index]) is not (> 0 and var count))
        {
            return false;
        }

        _positions[index] += count;
        _onOutput(channel, _buffer.AsMemory(0, count));
        return true;
    }
}
