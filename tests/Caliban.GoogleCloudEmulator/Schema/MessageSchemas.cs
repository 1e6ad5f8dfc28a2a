using System.Collections.Frozen;
using System.Text.Json;

namespace Caliban.Emulator.Schema;

/// <summary>The published messages, by their full names.</summary>
/// <seealso href="https://github.com/googleapis/googleapis"/>
internal static class MessageSchemas
{
    private static readonly FrozenDictionary<string, Dictionary<string, FieldSchema>> Messages = Read();

    public static Dictionary<string, FieldSchema> Of(string message) => Messages[message];

    private static FrozenDictionary<string, Dictionary<string, FieldSchema>> Read()
    {
        using var stream = typeof(MessageSchemas).Assembly.GetManifestResourceStream("messages.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("messages").Deserialize<Dictionary<string, Dictionary<string, FieldSchema>>>(JsonSerializerOptions.Web)!
            .ToFrozenDictionary();
    }
}
