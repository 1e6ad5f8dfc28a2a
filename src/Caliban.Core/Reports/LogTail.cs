using System.Globalization;
using System.Text;
using Caliban.Core.Processes;

namespace Caliban.Core.Reports;

/// <summary>The end of a log as text for people.</summary>
internal static class LogTail
{
    /// <summary>
    /// Reads the last lines of a log without escape sequences and control characters; of a progress bar, what it showed
    /// last. Empty where there is no log that can be read.
    /// </summary>
    /// <param name="maxBytes">How much of the file is read.</param>
    public static async Task<string> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        if (path.Length == 0 || maxBytes <= 0)
        {
            return "";
        }

        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                var skipped = Math.Max(0, file.Length - maxBytes);
                file.Seek(skipped, SeekOrigin.Begin);
                var bytes = new byte[Math.Min(maxBytes, file.Length)];
                var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return Text(bytes.AsSpan(0, count), skipped);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes, long skipped)
    {
        var text = new StringBuilder();
        if (skipped > 0)
        {
            // The first line is most likely cut, even inside of a character.
            var end = bytes.IndexOf((byte)'\n');
            var cut = end < 0 ? 0 : end + 1;
            bytes = bytes[cut..];
            text.Append(CultureInfo.InvariantCulture, $"… {skipped + cut} bytes before this are in the log\n");
        }

        foreach (var line in Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n'))
        {
            var shown = line.TrimEnd('\r');
            text.Append(LineDisplay.Clean(shown[(shown.LastIndexOf('\r') + 1)..])).Append('\n');
        }

        return text.ToString();
    }
}
