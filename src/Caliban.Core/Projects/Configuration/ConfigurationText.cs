using System.Text;
using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects.Configuration;

/// <summary>Reads a JSON file with comments (<c>#</c>, <c>//</c>) into values with places.</summary>
internal sealed class ConfigurationText
{
    private readonly string _path;
    private readonly byte[] _bytes;

    private ConfigurationText(string path, byte[] bytes) => (_path, _bytes) = (path, bytes);

    /// <summary>Null when there is no file, or when it cannot be read, which is then among the mistakes.</summary>
    public static ConfigurationValue? Read(string path, ICollection<Diagnostic> mistakes)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            var content = bytes.AsSpan().StartsWith("\ufeff"u8) ? bytes[3..] : bytes;
            BlankComments(content);
            return new ConfigurationText(path, content).Parse(mistakes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            mistakes.Add(Diagnostic.Create(ConfigurationFileDiagnostics.Unreadable, new SourceLocation(path), exception.Message));
            return null;
        }
    }

    private ConfigurationValue? Parse(ICollection<Diagnostic> mistakes)
    {
        var reader = new Utf8JsonReader(_bytes, new JsonReaderOptions { AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var value = ReadValue(ref reader, "", mistakes);
            reader.Read();
            return value;
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0);
            var start = 0;
            for (var left = line; left > 0; left--)
            {
                start += _bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
            }

            var reason = exception.Message.Split(" LineNumber:")[0].Trim();
            mistakes.Add(Diagnostic.Create(
                ConfigurationFileDiagnostics.SyntaxInvalid, Locate(start + (int)(exception.BytePositionInLine ?? 0)), reason));
            return null;
        }
    }

    private ConfigurationValue ReadValue(ref Utf8JsonReader reader, string name, ICollection<Diagnostic> mistakes)
    {
        var location = Locate((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new ConfigurationValue(name, JsonValueKind.Object, location) { Members = ReadMembers(ref reader, name, mistakes) };
            case JsonTokenType.StartArray:
                var elements = new List<ConfigurationValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    elements.Add(ReadValue(ref reader, name, mistakes));
                }

                return new ConfigurationValue(name, JsonValueKind.Array, location) { Elements = elements };
            case JsonTokenType.String:
                return new ConfigurationValue(name, JsonValueKind.String, location) { Text = reader.GetString()! };
            default:
                return new ConfigurationValue(
                    name,
                    reader.TokenType switch
                    {
                        JsonTokenType.True => JsonValueKind.True,
                        JsonTokenType.False => JsonValueKind.False,
                        JsonTokenType.Null => JsonValueKind.Null,
                        _ => JsonValueKind.Number,
                    },
                    location);
        }
    }

    private List<(string Key, SourceLocation Location, ConfigurationValue Value)> ReadMembers(
        ref Utf8JsonReader reader, string name, ICollection<Diagnostic> mistakes)
    {
        var members = new List<(string Key, SourceLocation Location, ConfigurationValue Value)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (key, location) = (reader.GetString()!, Locate((int)reader.TokenStartIndex));
            reader.Read();
            if (members.Exists(member => member.Key == key))
            {
                mistakes.Add(Diagnostic.Create(ConfigurationFileDiagnostics.KeyTwice, location, key));
            }

            members.Add((key, location, ReadValue(ref reader, name.Length == 0 ? key : $"{name}.{key}", mistakes)));
        }

        return members;
    }

    private SourceLocation Locate(int offset)
    {
        var before = _bytes.AsSpan(0, Math.Min(offset, _bytes.Length));
        var line = before.Count((byte)'\n');
        return new SourceLocation(_path, line + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    // Blanks take the place of a comment, so that every place stays where it was.
    private static void BlankComments(Span<byte> text)
    {
        var isString = false;
        for (var index = 0; index < text.Length; index++)
        {
            if (isString)
            {
                index += text[index] == '\\' ? 1 : 0;
                isString = index < text.Length && text[index] is not ((byte)'"' or (byte)'\n');
            }
            else if (text[index] == '"')
            {
                isString = true;
            }
            else if (text[index] == '#' || text[index..].StartsWith("//"u8))
            {
                var end = text[index..].IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var length ? index + length : text.Length;
                text[index..end].Fill((byte)' ');
                index = end - 1;
            }
        }
    }
}
