using System.Text.Json;

namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>Reads answers of <c>entries:list</c>.</summary>
internal static class LogPageReader
{
    /// <returns>Null for what is no page; an empty object is one.</returns>
    public static LogPage? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new LogPage(
                root.TryGetProperty("entries", out var entries) ? [.. entries.EnumerateArray().Select(Entry)] : [],
                Text(root, "nextPageToken"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static LogEntry Entry(JsonElement element)
    {
        var labels = element.TryGetProperty("resource", out var resource) && resource.TryGetProperty("labels", out var found) ? found : default;
        return new LogEntry(
            element.TryGetProperty("timestamp", out var time) ? time.GetDateTimeOffset() : element.GetProperty("receiveTimestamp").GetDateTimeOffset(),
            Text(element, "severity") is var severity && severity == "DEFAULT" ? "" : severity,
            Text(element, "insertId"),
            Text(labels, "task_name"),
            Message(element))
        {
            JobId = Text(labels, "job_id"),
        };
    }

    private static string Message(JsonElement element)
    {
        if (element.TryGetProperty("textPayload", out var text))
        {
            return text.GetString() ?? "";
        }

        return !element.TryGetProperty("jsonPayload", out var payload) ? element.TryGetProperty("protoPayload", out var other) ? other.GetRawText() : ""
            : payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()!
            : payload.GetRawText();
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
