using System.Globalization;
using System.Text.Json.Nodes;

namespace Caliban.Emulator.Http;

/// <summary>The details of refusals.</summary>
/// <seealso href="https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto"/>
internal static class ErrorDetails
{
    public static JsonObject ErrorInfo(string reason, string domain, params (string Key, string Value)[] metadata)
    {
        var values = new JsonObject();
        foreach (var (key, value) in metadata)
        {
            values[key] = value;
        }

        return new JsonObject { ["@type"] = Type("ErrorInfo"), ["reason"] = reason, ["domain"] = domain, ["metadata"] = values };
    }

    public static JsonObject Help(string description, string url) => new()
    {
        ["@type"] = Type("Help"),
        ["links"] = new JsonArray(new JsonObject { ["description"] = description, ["url"] = url }),
    };

    public static JsonObject LocalizedMessage(string message) => new()
    {
        ["@type"] = Type("LocalizedMessage"),
        ["locale"] = "en-US",
        ["message"] = message,
    };

    public static JsonObject BadRequest(IEnumerable<(string Field, string Description)> violations) => new()
    {
        ["@type"] = Type("BadRequest"),
        ["fieldViolations"] = new JsonArray([.. violations.Select(JsonNode (violation) =>
            new JsonObject { ["field"] = violation.Field, ["description"] = violation.Description })]),
    };

    public static JsonObject RetryInfo(TimeSpan delay) => new()
    {
        ["@type"] = Type("RetryInfo"),
        ["retryDelay"] = string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds:0.######}s"),
    };

    public static JsonObject DebugInfo(string detail) => new() { ["@type"] = Type("DebugInfo"), ["detail"] = detail };

    private static string Type(string name) => $"type.googleapis.com/google.rpc.{name}";
}
