using System.Globalization;
using System.Text;
using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>Keys and scalars of configurations. Equal ones become one object, as sweeps repeat them a hundred thousand times.</summary>
internal sealed class ConfigTokens(List<Diagnostic> diagnostics)
{
    private const int LongestShared = 64;
    private const int MostShared = 10_000;

    private readonly Dictionary<string, ParameterKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExperimentValue> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExperimentValue> _numbers = new(StringComparer.Ordinal);

    /// <summary>Null when it cannot be used; the reason is then among the diagnostics.</summary>
    public ParameterKey? ReadKey(ref Utf8JsonReader reader, ConfigDocument document)
    {
        var length = reader.ValueSpan.Length;
        Span<char> buffer = stackalloc char[LongestShared];
        if (length <= LongestShared && !reader.ValueIsEscaped)
        {
            var text = buffer[..reader.CopyString(buffer)];
            if (_keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var known))
            {
                return known;
            }
        }

        if (ReadText(ref reader, document, "key") is not { } name)
        {
            return null;
        }

        if (ParameterKey.Parse(name, out var problem) is { } key)
        {
            _keys[name] = key;
            return key;
        }

        diagnostics.Add(Diagnostic.Create(
            ExperimentDiagnostics.KeyInvalid, document.Locate(reader.TokenStartIndex), ShortText.OneLine(name, 40), problem));
        return null;
    }

    public ExperimentValue ReadString(ref Utf8JsonReader reader, ConfigDocument document)
    {
        Span<char> buffer = stackalloc char[LongestShared];
        if (reader.ValueSpan.Length > LongestShared || reader.ValueIsEscaped)
        {
            return ReadText(ref reader, document, "string") is { } text ? new StringValue(text) : InvalidValue.Instance;
        }

        return Share(_strings, buffer[..reader.CopyString(buffer)], static text => new StringValue(text));
    }

    public ExperimentValue ReadNumber(ref Utf8JsonReader reader)
    {
        Span<char> buffer = stackalloc char[LongestShared];
        var bytes = reader.ValueSpan;
        if (bytes.Length > LongestShared)
        {
            return Number(Encoding.ASCII.GetString(bytes));
        }

        Encoding.ASCII.GetChars(bytes, buffer);
        return Share(_numbers, buffer[..bytes.Length], Number);
    }

    /// <summary>An integer keeps its digits; a fraction or an exponent makes a floating-point number, as in Python.</summary>
    public static ExperimentValue Number(string text) => text.AsSpan().ContainsAny('.', 'e', 'E')
        ? new FloatValue(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))
        : new IntegerValue(text);

    private static ExperimentValue Share(
        Dictionary<string, ExperimentValue> known, ReadOnlySpan<char> text, Func<string, ExperimentValue> create)
    {
        if (known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var value))
        {
            return value;
        }

        var key = text.ToString();
        value = create(key);
        if (known.Count < MostShared)
        {
            known.Add(key, value);
        }

        return value;
    }

    private string? ReadText(ref Utf8JsonReader reader, ConfigDocument document, string kind)
    {
        var problem = "contains a NUL character (\\u0000), which no argument of a program can hold";
        try
        {
            var text = reader.GetString()!;
            if (!text.Contains('\0', StringComparison.Ordinal))
            {
                return text;
            }
        }
        catch (InvalidOperationException)
        {
            // The reader's way to say that an escaped surrogate has no partner.
            problem = "contains half of a surrogate pair, which is no character";
        }

        // A key's token extends to its colon, a string's to its closing quote.
        var end = reader.TokenStartIndex + reader.ValueSpan.Length + 2;
        diagnostics.Add(Diagnostic.Create(
            ExperimentDiagnostics.TextInvalid,
            document.Locate(reader.TokenStartIndex),
            kind,
            document.Excerpt(reader.TokenStartIndex, end),
            problem));
        return null;
    }
}
