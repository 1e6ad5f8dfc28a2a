using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caliban.Emulator.Schema;

/// <summary>Reads texts, numbers, truth values, enums and durations.</summary>
internal sealed partial class ScalarReader(Utf8JsonWriter writer, List<Violation> unreadable)
{
    /// <param name="name">Null for an item of an array, which is written with its default value, too.</param>
    /// <returns>Whether it has another value than its default.</returns>
    public bool Write(string? name, JsonElement value, FieldSchema field, string path) => field.Type switch
    {
        "string" => Text(name, value, path),
        "bool" => Truth(name, value, path),
        "int32" => Number(name, value, path),
        "int64" => LongNumber(name, value, path),
        MessageNames.Duration => Duration(name, value, path),
        _ => Choice(name, value, field, path),
    };

    private bool Text(string? name, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Refuse(value, path, "TYPE_STRING");
        }

        var text = value.GetString()!;
        return Written(name, text.Length > 0, () => writer.WriteStringValue(text));
    }

    private bool Truth(string? name, JsonElement value, string path) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Written(name, value.GetBoolean(), () => writer.WriteBooleanValue(value.GetBoolean()))
        : Refuse(value, path, "TYPE_BOOL");

    private bool Number(string? name, JsonElement value, string path) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
        ? Written(name, number != 0, () => writer.WriteNumberValue(number))
        : Refuse(value, path, "TYPE_INT32");

    /// <summary>The one type whose canonical form is a text; a number is taken, too.</summary>
    private bool LongNumber(string? name, JsonElement value, string path)
    {
        long number = 0;
        var isNumber = value.ValueKind == JsonValueKind.Number ? value.TryGetInt64(out number)
            : value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        return isNumber
            ? Written(name, number != 0, () => writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)))
            : Refuse(value, path, "TYPE_INT64");
    }

    private bool Duration(string? name, JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && DurationText().IsMatch(value.GetString()!))
        {
            return Written(name, true, () => writer.WriteStringValue(value.GetString()));
        }

        unreadable.Add(new Violation(
            path, $"Invalid value at '{path}' (type.googleapis.com/google.protobuf.Duration), Field '{path.Split('.')[^1]}', Illegal duration format; duration must end with 's'"));
        return true;
    }

    private bool Choice(string? name, JsonElement value, FieldSchema field, string path)
    {
        if (value.ValueKind == JsonValueKind.String && field.Values?.Contains(value.GetString()!) == true)
        {
            return Written(name, value.GetString() != field.Values[0], () => writer.WriteStringValue(value.GetString()));
        }

        return Refuse(value, path, $"type.googleapis.com/{field.Type.Replace("enum ", "", StringComparison.Ordinal)}");
    }

    private bool Written(string? name, bool isSet, Action write)
    {
        if (name is not null && isSet)
        {
            writer.WritePropertyName(name);
        }

        if (name is null || isSet)
        {
            write();
        }

        return isSet;
    }

    private bool Refuse(JsonElement value, string path, string type)
    {
        unreadable.Add(new Violation(path, $"Invalid value at '{path}' ({type}), {value.GetRawText()}"));
        return true;
    }

    [GeneratedRegex(@"^-?\d{1,12}(\.\d{1,9})?s\z")]
    private static partial Regex DurationText();
}
