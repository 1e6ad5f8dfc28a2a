using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>
/// Finds out why a text is not JSON, once the strict reader has refused it, and mends a copy so that the rest can be checked
/// as well. One pass over the text; every step moves forward, or settles what is expected next at the same place.
/// </summary>
/// <param name="isTruncated">The end of the text is known to be missing (a comment without its end), so nothing is said about it.</param>
internal sealed class JsonRepair(SourceText source, JsonMending mending, List<Diagnostic> diagnostics, bool isTruncated)
{
    /// <summary>After as many mistakes the rest is more likely a consequence than news.</summary>
    internal const int MostErrors = 20;

    private readonly JsonBareText _bareTexts = new(source, mending, diagnostics);
    private readonly JsonQuotedText _quotedTexts = new(source, mending, diagnostics);
    private readonly Stack<(byte Opening, int Offset)> open = new();
    private Expected _expected = Expected.Value;
    private int _position;
    private int _previousEnd;

    private enum Expected
    {
        /// <summary>A value that must come: the whole text, or what follows a colon.</summary>
        Value,

        /// <summary>An element of a list, or the list's end.</summary>
        Element,

        /// <summary>A key, or the object's end.</summary>
        Name,
        Colon,

        /// <summary>A comma, or the end of what is open.</summary>
        Separator,
        End,
    }

    public bool IsFiller(int jsonOffset) => mending.IsFiller(SourceOffset(jsonOffset));

    public int SourceOffset(int jsonOffset) => mending.SourceOffset(jsonOffset);

    /// <summary>The mended text; it may still not be JSON when there were too many mistakes.</summary>
    public byte[] Run()
    {
        while (SkipWhiteSpace() && diagnostics.Count < MostErrors && open.Count < ConfigDocument.DeepestNesting)
        {
            if (_bareTexts.TryBlankInvisible(_position, out var length))
            {
                _position += length;
                continue;
            }

            if (_expected == Expected.End && mending.Working[_position] is not ((byte)'}' or (byte)']'))
            {
                Report(ExperimentDiagnostics.TextAfterEnd, _position, source.Excerpt(_position, mending.Working.Length));
                break;
            }

            Step(mending.Working[_position]);
        }

        if (open.Count >= ConfigDocument.DeepestNesting)
        {
            Report(ExperimentDiagnostics.NestingTooDeep, _position - 1, ConfigDocument.DeepestNesting);
        }
        else if (_position >= mending.Working.Length && open.Count > 0 && !isTruncated)
        {
            var (opening, offset) = open.Peek();
            Report(ExperimentDiagnostics.BracketNotClosed, offset, Noun(opening), (char)Closing(opening), "the end of the file", open.Count);
        }

        mending.Blank(_position, mending.Working.Length);
        _position = mending.Working.Length;
        CloseUntil(open.Count);
        return mending.Build();
    }

    private void Step(byte value)
    {
        switch (value)
        {
            case (byte)'{' or (byte)'[':
                BeforeValue(isContainer: true);
                open.Push((value, _position));
                Advance(1, value == '{' ? Expected.Name : Expected.Element);
                break;
            case (byte)'}' or (byte)']':
                Close(value);
                break;
            case (byte)',':
                Comma();
                break;
            case (byte)':':
                Colon();
                break;
            case (byte)'=' when _expected == Expected.Colon:
            case (byte)';' when _expected == Expected.Separator && open.Count > 0:
                Substitute(value == '=' ? (byte)':' : (byte)',', value);
                break;
            default:
                Scalar();
                break;
        }
    }

    private void Scalar()
    {
        BeforeValue(isContainer: false);
        var isName = _expected == Expected.Name;
        var consumed = _quotedTexts.Handles(_position)
            ? _quotedTexts.Read(_position, isName)
            : _bareTexts.Read(_position, isName);
        Advance(consumed, isName ? Expected.Colon : AfterValue);
    }

    /// <summary>Settles what is missing before something that can only be a value or a key.</summary>
    private void BeforeValue(bool isContainer)
    {
        if (_expected == Expected.Separator)
        {
            Report(ExperimentDiagnostics.CommaMissing, _previousEnd, source.Excerpt(_position, ExcerptEnd()));
            mending.Insert(_position, ",");
            _expected = open.Peek().Opening == '{' ? Expected.Name : Expected.Element;
        }

        if (_expected == Expected.Colon)
        {
            Report(ExperimentDiagnostics.ColonMissing, _previousEnd, source.Excerpt(_position, ExcerptEnd()));
            mending.Insert(_position, ":");
            _expected = Expected.Value;
        }
        else if (_expected == Expected.Name && isContainer)
        {
            Report(ExperimentDiagnostics.KeyMissing, _position, source.Excerpt(_position, ExcerptEnd()));
            InsertFiller("\"\":");
            _expected = Expected.Value;
        }
    }

    private void Comma()
    {
        if (_expected is Expected.Element or Expected.Name || open.Count == 0)
        {
            Report(ExperimentDiagnostics.PunctuationUnexpected, _position, ",", "no value stands before it");
            mending.Blank(_position, _position + 1);
            _position++;
            return;
        }

        AddMissingValue();
        Advance(1, open.Peek().Opening == '{' ? Expected.Name : Expected.Element);
    }

    private void Colon()
    {
        switch (_expected)
        {
            case Expected.Colon:
                Advance(1, Expected.Value);
                break;
            case Expected.Name:
                Report(ExperimentDiagnostics.KeyMissing, _position, ":");
                InsertFiller("\"\"");
                Advance(1, Expected.Value);
                break;
            case Expected.Separator when open.Peek().Opening == '[':
                Report(ExperimentDiagnostics.PunctuationUnexpected, _position, ":", "a list has no keys; keys and values belong in braces, {\"key\": 1}");
                mending.Working[_position] = (byte)',';
                Advance(1, Expected.Element);
                break;
            case Expected.Separator:
                Report(ExperimentDiagnostics.PunctuationUnexpected, _position, ":", "a value, not a key, stands before it");
                mending.Working[_position] = (byte)',';
                mending.Insert(_position + 1, "\"\":");
                mending.MarkFiller(_position + 1);
                Advance(1, Expected.Value);
                break;
            default:
                Report(ExperimentDiagnostics.PunctuationUnexpected, _position, ":", "no key stands before it");
                mending.Blank(_position, _position + 1);
                _position++;
                break;
        }
    }

    private void Substitute(byte right, byte wrong)
    {
        Report(
            ExperimentDiagnostics.PunctuationUnexpected, _position, (char)wrong, right == ':'
                ? "a key and its value are separated by a colon, {\"key\": 1}"
                : "elements are separated by commas");
        mending.Working[_position] = right;
        Advance(1, right == ':' ? Expected.Value : open.Peek().Opening == '{' ? Expected.Name : Expected.Element);
    }

    private void Close(byte closing)
    {
        if (open.Count == 0)
        {
            Report(ExperimentDiagnostics.PunctuationUnexpected, _position, (char)closing, "nothing is open that it could close");
            mending.Blank(_position, _position + 1);
            _position++;
            return;
        }

        AddMissingValue();
        var (opening, offset) = open.Peek();
        if (closing != Closing(opening))
        {
            var place = $"'{(char)closing}' at {source.Describe(_position)}";
            Report(ExperimentDiagnostics.BracketNotClosed, offset, Noun(opening), (char)Closing(opening), place, 1);
            var inner = open.TakeWhile(bracket => Closing(bracket.Opening) != closing).Count();
            if (inner == open.Count)
            {
                mending.Working[_position] = Closing(opening);
            }
            else
            {
                CloseUntil(inner);
            }
        }

        open.Pop();
        Advance(1, AfterValue);
    }

    private void AddMissingValue()
    {
        if (_expected is Expected.Colon or Expected.Value)
        {
            Report(ExperimentDiagnostics.ValueMissing, _previousEnd, source.Excerpt(_position, _position + 1));
            InsertValue();
        }
    }

    private void InsertValue()
    {
        if (_expected == Expected.Colon)
        {
            mending.Insert(_position, ":");
        }

        InsertFiller("0");
        _expected = Expected.Separator;
    }

    private void InsertFiller(string text)
    {
        mending.Insert(_position, text);
        mending.MarkFiller(_position);
    }

    private void CloseUntil(int count)
    {
        if (_expected is Expected.Colon or Expected.Value)
        {
            InsertValue();
        }

        var closings = new char[count];
        for (var index = 0; index < count; index++)
        {
            closings[index] = (char)Closing(open.Pop().Opening);
        }

        mending.Insert(_position, new string(closings));
    }

    private Expected AfterValue => open.Count == 0 ? Expected.End : Expected.Separator;

    private static byte Closing(byte opening) => opening == '{' ? (byte)'}' : (byte)']';

    private static string Noun(byte opening) => opening == '{' ? "object" : "list";

    private void Advance(int length, Expected next)
    {
        _position += length;
        _previousEnd = _position;
        _expected = next;
    }

    private bool SkipWhiteSpace()
    {
        var distance = mending.Working[_position..].IndexOfAnyExcept(" \t\r\n"u8);
        _position = distance < 0 ? mending.Working.Length : _position + distance;
        return distance >= 0;
    }

    private int ExcerptEnd()
    {
        var rest = mending.Working[_position..];
        return _position + (JsonQuotedText.IsQuote(rest[0]) ? JsonStringScanner.SkipOnLine(rest, rest[0]) : JsonBareText.Length(rest));
    }

    private void Report(DiagnosticDescriptor descriptor, int offset, params object[] arguments) =>
        diagnostics.Add(Diagnostic.Create(descriptor, source.Locate(offset), arguments));
}
