using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Tokens;

/// <summary>Google's Security Token Service: tokens of other identity providers for Google's.</summary>
/// <seealso href="https://docs.cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token"/>
internal sealed class TokenExchange(EmulatorOptions options, KnownAccounts accounts, TokenMint mint)
{
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    public Answer Exchange(Call call)
    {
        var form = FormBody.Read(call);
        Require(form, "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        Require(form, "requested_token_type", AccessToken);
        if (form["subject_token_type"] is not ("urn:ietf:params:oauth:token-type:jwt" or "urn:ietf:params:oauth:token-type:id_token"))
        {
            throw new OAuthException("invalid_request", "Invalid value for \"subject_token_type\".");
        }

        if (!accounts.Providers.TryGetValue(form["audience"], out var provider))
        {
            throw new OAuthException("invalid_target", "The target service indicated by the \"audience\" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn't exist.");
        }

        var subject = Verify(form["subject_token"], form["audience"], provider);
        var scopes = form["scope"] is { Length: > 0 } asked ? asked : throw new OAuthException("invalid_request", "Invalid value for \"scope\".");
        return Answer.Of(new JsonObject
        {
            ["access_token"] = mint.Make(new Principal($"principal://iam.googleapis.com/{provider.Pool}/subject/{subject}", scopes), options.TokenLifetime),
            ["issued_token_type"] = AccessToken,
            ["token_type"] = "Bearer",
            ["expires_in"] = (int)options.TokenLifetime.TotalSeconds,
        });
    }

    private static string Verify(string text, string audience, KnownProvider provider)
    {
        var token = SignedToken.Read(text);
        return token is null || !token.IsSignedBy(provider.PublicKey) ? throw new OAuthException("invalid_grant", "Error connecting to the given credential's issuer: the signature is invalid.")
            : token.Claim("iss") != provider.Issuer ? throw new OAuthException("invalid_grant", "The issuer in ID Token does not match the expected one.")
            : token.Claim("aud") != $"https:{audience}" && token.Claim("aud") != audience
                ? throw new OAuthException("invalid_grant", "The audience in ID Token does not match the expected audience.")
            : token.Time("exp") is not { } expiry || expiry <= DateTimeOffset.UtcNow ? throw new OAuthException("invalid_grant", "ID Token is expired.")
            : token.Claim("sub");
    }

    private static void Require(FormBody form, string name, string value)
    {
        if (form[name] != value)
        {
            throw new OAuthException("invalid_request", $"Invalid value for \"{name}\".");
        }
    }
}
