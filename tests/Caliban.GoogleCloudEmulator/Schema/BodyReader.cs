using System.Text.Json;
using System.Text.RegularExpressions;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Schema;

/// <summary>
/// A body, held against its schema and turned into canonical JSON: numbers of 64 bits are texts, and what has its default value
/// is left out. It is stricter than Google in that it takes the documented spelling alone: no names with underscores, no numbers
/// for enums, no texts for numbers of 32 bits.
/// </summary>
/// <seealso href="https://protobuf.dev/programming-guides/json/"/>
internal static partial class BodyReader
{
    /// <param name="message">The full name of its message.</param>
    /// <param name="path">How paths begin: <c>custom_job</c>, or empty.</param>
    /// <param name="missing">Takes required fields that are missing and output-only ones that are set.</param>
    /// <exception cref="ApiException">It is not of this message.</exception>
    public static JsonElement Read(JsonElement body, string message, string path, List<Violation> missing)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream, JsonOptions.Writer);
        var unreadable = new List<Violation>();
        new MessageReader(writer, unreadable, missing).Read(body, message, path);
        return unreadable.Count > 0 ? throw Unreadable(unreadable) : JsonElement.Parse(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    /// <summary>The refusal of fields whose values do not do, as Vertex AI words it.</summary>
    public static ApiException Refuse(IReadOnlyList<Violation> violations) => new(
        RpcCode.InvalidArgument,
        $"List of found errors:\t{string.Concat(violations.Select((violation, index) => $"{index + 1}.Field: {violation.Field}; Message: {violation.Description}\t"))}",
        ErrorDetails.BadRequest(violations.Select(violation => (violation.Field, violation.Description))));

    /// <summary><c>jobSpec</c> as <c>job_spec</c>.</summary>
    public static string ProtoName(string name) => Capitals().Replace(name, match => $"_{match.Value.ToLowerInvariant()}");

    private static ApiException Unreadable(List<Violation> violations) => new(
        RpcCode.InvalidArgument,
        string.Join('\n', violations.Select(violation => violation.Description)),
        ErrorDetails.BadRequest(violations.Select(violation => (violation.Field, violation.Description))));

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
