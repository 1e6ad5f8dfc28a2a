namespace Caliban.Core.Experiments.Values;

/// <summary>The layout of Python's <c>json.dumps</c>, on one line or with an indentation of two.</summary>
internal static class PythonJson
{
    public const int IndentSize = 2;

    /// <summary>Writes what stands before an element: a comma unless it is the first, and a line break when indented.</summary>
    public static void WriteSeparator(TextWriter writer, bool isFirst, int? indentation)
    {
        if (!isFirst)
        {
            writer.Write(indentation is null ? ", " : ",");
        }

        WriteLineEnd(writer, indentation);
    }

    public static void WriteLineEnd(TextWriter writer, int? indentation)
    {
        if (indentation is not { } count)
        {
            return;
        }

        // Not WriteLine: the bytes are the same on every system.
        writer.Write('\n');
        for (var index = 0; index < count; index++)
        {
            writer.Write(' ');
        }
    }
}
