using Caliban.Core.Processes;

namespace Caliban.Core.Jobs;

/// <summary>The log of a job, written when all of it can be had, in place of what there is.</summary>
internal static class SavedLog
{
    /// <param name="copy">Hands out the whole output. False when it could not be had, and then nothing is replaced.</param>
    public static async Task WriteAsync(string path, Func<OutputHandler, Task<bool>> copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            if (await WriteTemporaryAsync(temporary, copy).ConfigureAwait(false))
            {
                File.Move(temporary, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Copies the log of a job that has ended.</summary>
    public static async Task CopyAsync(string path, OutputHandler onOutput, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[32 * 1024];
            while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                onOutput(OutputChannel.Standard, buffer.AsMemory(0, count));
            }
        }
    }

    private static async Task<bool> WriteTemporaryAsync(string path, Func<OutputHandler, Task<bool>> copy)
    {
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await using (file.ConfigureAwait(false))
        {
            // The two channels meet at line ends, as in a log that is written while the job runs.
            var merging = new Lock();
            LineSplitter[] channels = [Channel(), Channel()];
            var isWhole = await copy(Add).ConfigureAwait(false);
            foreach (var channel in channels)
            {
                channel.Flush();
            }

            return isWhole;

            LineSplitter Channel() => new((bytes, _) => file.Write(bytes));

            void Add(OutputChannel channel, ReadOnlyMemory<byte> bytes)
            {
                lock (merging)
                {
                    channels[(int)channel].Append(bytes.Span);
                }
            }
        }
    }
}
