using System.Text.Json;
using Caliban.Core.Http;

namespace Caliban.Core.Registries.Transport;

/// <summary>What a registry says of its refusal.</summary>
/// <param name="Code">For example <c>NAME_UNKNOWN</c>; empty when it says none.</param>
/// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#error-codes"/>
internal sealed record RegistryError(string Code, string Message)
{
    private const int MostShown = 3;

    /// <summary>Its words, or those of HTTP; not empty.</summary>
    /// <param name="secrets">What it may have been told and must not be shown.</param>
    public static string Describe(byte[]? body, HttpResponseMessage response, IEnumerable<string> secrets)
    {
        var errors = Read(body).Take(MostShown).Select(error => $"{error.Code}: {error.Message}".Trim(' ', ':'));
        var text = Clean(string.Join("; ", errors), secrets);
        return text.Length > 0 ? text : Clean($"{(int)response.StatusCode} {response.ReasonPhrase}", secrets);
    }

    /// <summary>The list in a body; empty when that is not one.</summary>
    public static IReadOnlyList<RegistryError> Read(byte[]? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return [];
            }

            return document.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
                ? [.. errors.EnumerateArray().Where(error => error.ValueKind == JsonValueKind.Object).Select(error => new RegistryError(Text(error, "code"), Text(error, "message")))]
                : [.. (RegistryError[])[new(Text(document.RootElement, "error"), Text(document.RootElement, "error_description") + Text(document.RootElement, "details"))]];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Clean(string text, IEnumerable<string> secrets) => CleanText.Of(text, secrets).TrimEnd('.');

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
