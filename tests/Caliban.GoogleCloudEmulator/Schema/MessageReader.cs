using System.Text.Json;

namespace Caliban.Emulator.Schema;

/// <summary>Reads one message and those inside it.</summary>
/// <param name="unreadable">Takes what no reader of protocol buffers takes.</param>
/// <param name="missing">Takes what is readable and not allowed.</param>
internal sealed class MessageReader(Utf8JsonWriter writer, List<Violation> unreadable, List<Violation> missing)
{
    private readonly ScalarReader _scalars = new(writer, unreadable);

    public void Read(JsonElement body, string message, string path)
    {
        Message(body, message, path);
        writer.Flush();
    }

    private void Message(JsonElement value, string message, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, $"Invalid value at '{path}' (type.googleapis.com/{message}), {Shown(value)}");
            return;
        }

        var schema = MessageSchemas.Of(message);
        var set = new HashSet<string>();
        var groups = new HashSet<string>();
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject())
        {
            if (!schema.TryGetValue(property.Name, out var field))
            {
                Refuse(path, $"Invalid JSON payload received. Unknown name \"{property.Name}\"{(path.Length > 0 ? $" at '{path}'" : "")}: Cannot find field.");
            }
            else if (property.Value.ValueKind != JsonValueKind.Null)
            {
                if (field.Oneof is { } group && !groups.Add(group))
                {
                    Refuse(path, $"Invalid value at '{path}' (oneof), oneof field '{group}' is already set. Cannot set '{property.Name}'");
                }

                if (Field(property, field, Inner(path, property.Name)))
                {
                    set.Add(property.Name);
                }
            }
        }

        writer.WriteEndObject();
        missing.AddRange(schema.Where(field => field.Value.Required && !set.Contains(field.Key))
            .Select(field => new Violation(Inner(path, field.Key), "Required field is not set.")));
    }

    /// <returns>Whether it has another value than its default.</returns>
    private bool Field(JsonProperty property, FieldSchema field, string path)
    {
        if (field.OutputOnly)
        {
            missing.Add(new Violation(path, "The field is output only and cannot be set."));
            return true;
        }

        if (field.Type == "map<string,string>")
        {
            return Map(property, path);
        }

        if (!field.Type.EndsWith("[]", StringComparison.Ordinal))
        {
            return MessageNames.IsMessage(field.Type) ? Nested(property, field.Type, path)
                : _scalars.Write(property.Name, property.Value, field, path);
        }

        if (property.Value.ValueKind != JsonValueKind.Array)
        {
            Refuse(path, $"Invalid value at '{path}' ({field.Type[..^2]}), Proto field is repeating, cannot start with {Shown(property.Value)}.");
            return true;
        }

        Repeated(property, field with { Type = field.Type[..^2] }, path);
        return property.Value.GetArrayLength() > 0;
    }

    private bool Nested(JsonProperty property, string message, string path)
    {
        writer.WritePropertyName(property.Name);
        Message(property.Value, message, path);
        return true;
    }

    private void Repeated(JsonProperty property, FieldSchema item, string path)
    {
        if (property.Value.GetArrayLength() == 0)
        {
            return;
        }

        writer.WriteStartArray(property.Name);
        var index = 0;
        foreach (var value in property.Value.EnumerateArray())
        {
            var place = $"{path}[{index++}]";
            if (MessageNames.IsMessage(item.Type))
            {
                Message(value, item.Type, place);
            }
            else
            {
                _scalars.Write(null, value, item, place);
            }
        }

        writer.WriteEndArray();
    }

    private bool Map(JsonProperty property, string path)
    {
        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, $"Invalid value at '{path}' (Map), Cannot bind {Shown(property.Value)} to a map.");
            return true;
        }

        writer.WriteStartObject(property.Name);
        foreach (var entry in property.Value.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
            {
                Refuse(path, $"Invalid value at '{path}[{entry.Name}].value' (TYPE_STRING), {Shown(entry.Value)}");
                continue;
            }

            writer.WriteString(entry.Name, entry.Value.GetString());
        }

        writer.WriteEndObject();
        return property.Value.GetPropertyCount() > 0;
    }

    private void Refuse(string path, string description) => unreadable.Add(new Violation(path, description));

    private static string Inner(string path, string name) => path.Length > 0 ? $"{path}.{BodyReader.ProtoName(name)}" : BodyReader.ProtoName(name);

    private static string Shown(JsonElement value) => value.GetRawText() is { Length: <= 200 } text ? text : $"{value.GetRawText()[..200]}…";
}
