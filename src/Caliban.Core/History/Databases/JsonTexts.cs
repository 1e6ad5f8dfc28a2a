using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Caliban.Core.History.Databases;

/// <summary>Lists and dictionaries of texts as JSON.</summary>
internal static class JsonTexts
{
    public static string Write(IReadOnlyList<string> texts) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    });

    public static string Write(IReadOnlyDictionary<string, string> texts) => Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, text) in texts)
        {
            writer.WriteString(name, text);
        }

        writer.WriteEndObject();
    });

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static IReadOnlyList<string> ReadList(string json)
    {
        if (json == "[]")
        {
            return [];
        }

        var texts = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                texts.Add(reader.GetString()!);
            }
        }

        return texts;
    }

    public static IReadOnlyDictionary<string, string> ReadDictionary(string json)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        var name = "";
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                texts[name] = reader.GetString()!;
            }
        }

        return texts;
    }
}
