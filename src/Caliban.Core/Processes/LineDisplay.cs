using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Caliban.Core.Processes;

/// <summary>Makes lines for people out of segments; what does not decode or fit stays in the log only.</summary>
public sealed partial class LineDisplay(Action<OutputLine> onLine)
{
    /// <summary>How much of a line is shown, in bytes.</summary>
    private const int ShownLength = 4096;

    private readonly byte[] _shown = new byte[ShownLength];
    private int _shownCount;
    private long _length;

    public void Add(ReadOnlySpan<byte> bytes, SegmentEnd end)
    {
        var content = end == SegmentEnd.None ? bytes : bytes.TrimEnd("\r\n"u8);
        var kept = content[..Math.Min(content.Length, ShownLength - _shownCount)];
        kept.CopyTo(_shown.AsSpan(_shownCount));
        _shownCount += kept.Length;
        _length += content.Length;
        if (end != SegmentEnd.None)
        {
            Emit(end == SegmentEnd.CarriageReturn);
        }
    }

    /// <summary>Shows a last line without an end.</summary>
    public void Flush()
    {
        if (_length > 0)
        {
            Emit(isTransient: false);
        }
    }

    private void Emit(bool isTransient)
    {
        var text = Clean(Encoding.UTF8.GetString(_shown.AsSpan(0, _shownCount)));
        if (_length > _shownCount)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" … ({_length:N0} bytes, whole in the log)");
        }

        // The empty start of a progress bar's first carriage return says nothing.
        if (!isTransient || text.Length > 0)
        {
            onLine(new OutputLine(text, isTransient));
        }

        _shownCount = 0;
        _length = 0;
    }

    /// <summary>Removes escape sequences and control characters, which would move the cursor of the build's own display.</summary>
    internal static string Clean(string text) =>
        // Nearly all texts have none, and the expressions take longer to get ready than a table of thousands of jobs.
        (HasControlCharacters(text) ? ControlCharacters().Replace(EscapeSequences().Replace(text, ""), "") : text).TrimEnd();

    private static bool HasControlCharacters(ReadOnlySpan<char> text) =>
        text.ContainsAnyInRange('\0', '\x1F') || text.ContainsAnyInRange('\x7F', '\x9F');

    [GeneratedRegex(@"\x1B(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1B]*(\x07|\x1B\\)?|[@-Z\\^_])")]
    private static partial Regex EscapeSequences();

    [GeneratedRegex(@"[\p{Cc}-[\t]]")]
    private static partial Regex ControlCharacters();
}
