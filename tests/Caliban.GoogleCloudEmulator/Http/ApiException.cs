using System.Text.Json.Nodes;

namespace Caliban.Emulator.Http;

/// <summary>A refusal, with the body that Google's APIs share.</summary>
/// <seealso href="https://cloud.google.com/apis/design/errors"/>
internal sealed class ApiException(RpcCode code, string message, params JsonObject[] details) : Exception(message)
{
    public RpcCode Code => code;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public Answer ToAnswer()
    {
        var error = new JsonObject { ["code"] = code.HttpStatus(), ["message"] = Message, ["status"] = code.Text() };
        if (details.Length > 0)
        {
            error["details"] = new JsonArray([.. details.Select(detail => detail.DeepClone())]);
        }

        return Answer.Of(new JsonObject { ["error"] = error }, code.HttpStatus()) with { Headers = Headers };
    }
}
