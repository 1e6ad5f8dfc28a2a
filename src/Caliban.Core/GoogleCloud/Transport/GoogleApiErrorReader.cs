using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>Reads the body of a refusal.</summary>
internal static class GoogleApiErrorReader
{
    private const string TypePrefix = "type.googleapis.com/google.rpc.";

    /// <summary>Beyond this nobody waits.</summary>
    private const double MostSeconds = 24 * 60 * 60;

    public static GoogleApiError Read(HttpStatusCode status, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;

            // Answers that are streams of objects put even an error into a list.
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 1)
            {
                root = root[0];
            }

            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) ? Read(status, root, error) : new GoogleApiError(status);
        }
        catch (JsonException)
        {
            return new GoogleApiError(status);
        }
    }

    private static GoogleApiError Read(HttpStatusCode status, JsonElement root, JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            // As servers of tokens say it.
            return new GoogleApiError(status) { Message = $"{Scalar(error)} {Text(root, "error_description")}".Trim() };
        }

        var result = new GoogleApiError(status)
        {
            IsStructured = Text(error, "status").Length > 0 || Text(error, "message").Length > 0,
            Status = Text(error, "status"),
            Message = Text(error, "message"),
            Reason = Items(error, "errors").Select(item => Text(item, "reason")).FirstOrDefault(""),
        };
        return Items(error, "details").Aggregate(result, Add);
    }

    private static GoogleApiError Add(GoogleApiError error, JsonElement detail) => Text(detail, "@type") switch
    {
        $"{TypePrefix}ErrorInfo" => error with { Reason = Text(detail, "reason"), Metadata = Map(detail, "metadata") },
        $"{TypePrefix}RetryInfo" => error with { RetryDelay = Duration(Text(detail, "retryDelay")) },
        $"{TypePrefix}BadRequest" => error with
        {
            FieldViolations = [.. error.FieldViolations, .. Items(detail, "fieldViolations").Select(item => (Text(item, "field"), Text(item, "description")))],
        },
        $"{TypePrefix}QuotaFailure" or $"{TypePrefix}PreconditionFailure" => error with
        {
            Violations = [.. error.Violations, .. Items(detail, "violations").Select(item => ($"{Text(item, "subject")} {Text(item, "quotaMetric")} {Text(item, "type")}".Trim(), Text(item, "description")))],
        },
        $"{TypePrefix}Help" => error with { Links = [.. error.Links, .. Items(detail, "links").Select(item => Text(item, "url")).Where(IsLink)] },
        $"{TypePrefix}RequestInfo" => error with { RequestId = Text(detail, "requestId") },
        _ => error,
    };

    private static bool IsLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0;

    private static TimeSpan? Duration(string text) =>
        text.EndsWith('s') && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
            : [];

    private static Dictionary<string, string> Map(JsonElement element, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                map[property.Name] = Scalar(property.Value);
            }
        }

        return map;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Scalar(value) : "";

    private static string Scalar(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
}
