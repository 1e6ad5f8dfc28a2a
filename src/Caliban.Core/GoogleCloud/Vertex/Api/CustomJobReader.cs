using System.Text.Json;

namespace Caliban.Core.GoogleCloud.Vertex.Api;

/// <summary>Reads jobs. What is unknown is passed over, since services add to what they say; what is wrong makes all of it null.</summary>
internal static class CustomJobReader
{
    private const string StatePrefix = "JOB_STATE_";

    /// <summary>The fields that are read here; a list holds all else as well unless it is told.</summary>
    public const string Fields = "name,displayName,state,createTime,startTime,endTime,updateTime,error,labels";

    public static CustomJob? Job(ReadOnlyMemory<byte> body) => Read(body, root => Job(root));

    /// <returns>Null for what is no page; an empty object is one.</returns>
    public static CustomJobPage? Page(ReadOnlyMemory<byte> body) => Read(body, Page);

    private static T? Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A proxy's object must not be taken for a list without jobs: then all of them would count as gone.</summary>
    private static CustomJobPage? Page(JsonElement root)
    {
        IReadOnlyList<CustomJob> jobs = [];
        var next = "";
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "customJobs":
                    jobs = [.. property.Value.EnumerateArray().Select(Job)];
                    break;
                case "nextPageToken":
                    next = property.Value.GetString() ?? "";
                    break;
                default:
                    return null;
            }
        }

        return new CustomJobPage(jobs, next);
    }

    private static CustomJob Job(JsonElement element) => new()
    {
        Name = element.GetProperty("name").GetString() is { Length: > 0 } name ? name : throw new FormatException(),
        DisplayName = Text(element, "displayName"),
        State = State(Text(element, "state")),
        CreateTime = Time(element, "createTime"),
        StartTime = Time(element, "startTime"),
        EndTime = Time(element, "endTime"),
        UpdateTime = Time(element, "updateTime"),
        Error = element.TryGetProperty("error", out var error)
            ? new RpcStatus(error.TryGetProperty("code", out var code) ? code.GetInt32() : 0, Text(error, "message"))
            : null,
        Labels = element.TryGetProperty("labels", out var labels)
            ? labels.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "", StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal),
    };

    // Parsing takes numbers as well, which are no names of states.
    private static CustomJobState State(string text) =>
        text.StartsWith(StatePrefix, StringComparison.Ordinal)
        && text[StatePrefix.Length..].Replace("_", "", StringComparison.Ordinal) is var name
        && name.All(char.IsAsciiLetter)
        && Enum.TryParse<CustomJobState>(name, ignoreCase: true, out var state)
            ? state
            : CustomJobState.Unspecified;

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static DateTimeOffset? Time(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : null;
}
