using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caliban.Emulator.Http;
using Caliban.Emulator.Schema;

namespace Caliban.Emulator.Tokens;

/// <summary>Tokens of a service account for callers that may act as it.</summary>
/// <seealso href="https://docs.cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken"/>
internal sealed class ImpersonationApi(EmulatorOptions options, KnownAccounts accounts, TokenMint mint)
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public Answer Generate(Call call)
    {
        call.AllowQuery();
        using var document = call.ReadJson();
        var missing = new List<Violation>();
        var body = BodyReader.Read(document.RootElement, MessageNames.GenerateAccessTokenRequest, "", missing);
        if (missing.Count > 0)
        {
            throw BodyReader.Refuse(missing);
        }

        var target = call.Route.Id;
        if (!accounts.Impersonations.ContainsKey($"{call.Principal!.Email} {target}"))
        {
            throw new ApiException(
                RpcCode.PermissionDenied,
                "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
                ErrorDetails.ErrorInfo("IAM_PERMISSION_DENIED", "iam.googleapis.com", ("permission", "iam.serviceAccounts.getAccessToken")));
        }

        var lifetime = Lifetime(body);
        var scopes = string.Join(' ', body.GetProperty("scope").EnumerateArray().Select(scope => scope.GetString()));
        return Answer.Of(new JsonObject
        {
            ["accessToken"] = mint.Make(new Principal(target, scopes), lifetime),
            ["expireTime"] = (options.Clock.GetUtcNow() + lifetime).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });
    }

    private TimeSpan Lifetime(JsonElement body)
    {
        if (!body.TryGetProperty("lifetime", out var text))
        {
            return options.TokenLifetime;
        }

        var asked = TimeSpan.FromSeconds(double.Parse(text.GetString()![..^1], CultureInfo.InvariantCulture));
        return asked <= TimeSpan.Zero || asked > Longest ? throw Refusals.Argument("lifetime", "The lifetime must be positive and at most 12 hours.")
            : asked < options.TokenLifetime ? asked : options.TokenLifetime;
    }
}
