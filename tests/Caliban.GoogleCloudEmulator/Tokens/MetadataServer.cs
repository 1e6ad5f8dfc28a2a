using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Tokens;

/// <summary>What a virtual machine is told about itself.</summary>
/// <seealso href="https://docs.cloud.google.com/compute/docs/metadata/overview"/>
internal sealed class MetadataServer(EmulatorOptions options, TokenMint mint)
{
    private const string Account = "/computeMetadata/v1/instance/service-accounts/default";

    public string Email => $"default@{options.ProjectId}.iam.gserviceaccount.com";

    public Answer Read(Call call)
    {
        var path = call.Route.Id;
        if (path != "/" && call.Request.Headers["Metadata-Flavor"] != "Google")
        {
            return Answer.Text("<!DOCTYPE html><title>Error 403 (Forbidden)!!1</title><p>Missing Metadata-Flavor:Google header.", "text/html; charset=UTF-8", 403);
        }

        var answer = path switch
        {
            "/" => Answer.Text("computeMetadata/\n", "application/text"),
            $"{Account}/token" => Token(call),
            $"{Account}/email" => Answer.Text(Email, "application/text"),
            $"{Account}/scopes" => Answer.Text($"{Principal.CloudScope}\n", "application/text"),
            "/computeMetadata/v1/project/project-id" => Answer.Text(options.ProjectId, "application/text"),
            "/computeMetadata/v1/project/numeric-project-id" => Answer.Text(options.ProjectNumber, "application/text"),
            "/computeMetadata/v1/universe/universe-domain" or "/computeMetadata/v1/universe/universe_domain" => Answer.Text("googleapis.com", "application/text"),
            _ => Answer.Text("<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>", "text/html; charset=UTF-8", 404),
        };
        return answer with { Headers = [("Metadata-Flavor", "Google"), ("Server", "Metadata Server for VM")] };
    }

    private Answer Token(Call call)
    {
        var scopes = call.Query("scopes") is { Length: > 0 } asked ? asked.Replace(',', ' ') : Principal.CloudScope;
        return Answer.Of(new JsonObject
        {
            ["access_token"] = mint.Make(new Principal(Email, scopes), options.TokenLifetime),
            ["expires_in"] = (int)options.TokenLifetime.TotalSeconds,
            ["token_type"] = "Bearer",
        });
    }
}
