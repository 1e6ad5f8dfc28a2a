using System.Text.Json;
using System.Text.Json.Nodes;

namespace Caliban.Emulator.Http;

/// <summary>What is sent back.</summary>
internal sealed record Answer(int Status, ReadOnlyMemory<byte> Body, string ContentType = Answer.Json)
{
    public const string Json = "application/json; charset=UTF-8";

    public static Answer Empty { get; } = new(200, "{}\n"u8.ToArray());

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static Answer Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonOptions.Writer))
        {
            write(writer);
        }

        return new Answer(200, stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    public static Answer Of(JsonNode body, int status = 200) => new(status, JsonSerializer.SerializeToUtf8Bytes(body, JsonOptions.Relaxed));

    public static Answer Text(string body, string contentType, int status = 200) => new(status, System.Text.Encoding.UTF8.GetBytes(body), contentType);
}
