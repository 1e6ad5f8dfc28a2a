using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Tokens;

/// <summary>A refusal of a token server, which has a form of its own.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2"/>
internal sealed class OAuthException(string error, string description, int status = 400) : Exception(description)
{
    public Answer ToAnswer() => Answer.Of(new JsonObject { ["error"] = error, ["error_description"] = Message }, status);
}
