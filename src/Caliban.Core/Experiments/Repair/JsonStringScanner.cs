namespace Caliban.Core.Experiments.Repair;

/// <summary>Finds the end of quoted text without leaving its line: a string that is never closed must not swallow the file.</summary>
internal static class JsonStringScanner
{
    /// <summary>
    /// The length from the opening quote to behind the closing one, or to the end of the line when there is none.
    /// </summary>
    public static int SkipOnLine(ReadOnlySpan<byte> rest, byte quote) => Scan(rest, quote).Length;

    public static bool IsClosedOnLine(ReadOnlySpan<byte> rest, byte quote) => Scan(rest, quote).IsClosed;

    public static (int Length, bool IsClosed) Scan(ReadOnlySpan<byte> rest, byte quote)
    {
        ReadOnlySpan<byte> stops = [quote, (byte)'\\', (byte)'\r', (byte)'\n'];
        var position = 1;
        while (rest[position..].IndexOfAny(stops) is var distance and >= 0)
        {
            position += distance;
            if (rest[position] == quote)
            {
                return (position + 1, true);
            }

            if (rest[position] != '\\')
            {
                return (position, false);
            }

            // What follows a backslash is part of the string, unless it ends the line.
            position++;
            if (position < rest.Length && rest[position] is not ((byte)'\r' or (byte)'\n'))
            {
                position++;
            }
        }

        return (rest.Length, false);
    }
}
