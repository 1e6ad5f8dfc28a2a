namespace Caliban.Core.Jobs.Metrics;

/// <summary>Numbers that Python's json module writes although JSON has none: <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>.</summary>
internal static class PythonConstants
{
    public static bool IsOne(string text) => text is "NaN" or "Infinity" or "-Infinity";

    /// <summary>The line with those that stand as values in quotes.</summary>
    public static ReadOnlyMemory<byte> Quote(ReadOnlySpan<byte> line)
    {
        var quoted = new List<byte>(line.Length + 16);
        var inText = false;
        for (var index = 0; index < line.Length;)
        {
            var length = inText ? 0 : ConstantLength(line[index..]);
            if (length > 0)
            {
                quoted.Add((byte)'"');
                quoted.AddRange(line.Slice(index, length));
                quoted.Add((byte)'"');
                index += length;
                continue;
            }

            if (inText && line[index] == '\\' && index + 1 < line.Length)
            {
                quoted.Add(line[index++]);
            }
            else if (line[index] == '"')
            {
                inText = !inText;
            }

            quoted.Add(line[index++]);
        }

        return quoted.ToArray();
    }

    private static int ConstantLength(ReadOnlySpan<byte> text) =>
        text.StartsWith("NaN"u8) ? 3 : text.StartsWith("Infinity"u8) ? 8 : text.StartsWith("-Infinity"u8) ? 9 : 0;
}
