using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Tokens;

/// <summary>Google's OAuth 2.0 token server: assertions of service accounts and refresh tokens of people.</summary>
/// <seealso href="https://developers.google.com/identity/protocols/oauth2/service-account#httprest"/>
internal sealed class GrantExchange(EmulatorOptions options, KnownAccounts accounts, TokenMint mint)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>Of the server itself, since keys can name another address.</summary>
    public string Address { get; set; } = "";

    public Answer Exchange(Call call)
    {
        var form = FormBody.Read(call);
        return form["grant_type"] switch
        {
            "urn:ietf:params:oauth:grant-type:jwt-bearer" => Give(OfAssertion(form["assertion"])),
            "refresh_token" => Give(OfRefreshToken(form)),
            var other => throw new OAuthException("unsupported_grant_type", $"Invalid grant_type: {other}"),
        };
    }

    private Principal OfAssertion(string assertion)
    {
        var token = SignedToken.Read(assertion) ?? throw new OAuthException("invalid_grant", "Invalid JWT: it cannot be read.");
        var email = token.Claim("iss");
        if (!accounts.HasAccount(email))
        {
            throw new OAuthException("invalid_grant", "Invalid grant: account not found");
        }

        if (!accounts.Keys.TryGetValue(KnownAccounts.KeyName(email, token.KeyId), out var key) || !token.IsSignedBy(key))
        {
            throw new OAuthException("invalid_grant", "Invalid JWT Signature.");
        }

        CheckTimes(token);
        if (token.Claim("aud") != "https://oauth2.googleapis.com/token" && token.Claim("aud") != $"{Address}/token")
        {
            throw new OAuthException("invalid_grant", "Invalid JWT: Failed audience check.");
        }

        return token.Claim("scope") is { Length: > 0 } scopes ? new Principal(email, scopes)
            : throw new OAuthException("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    }

    /// <summary>Against the clock of the machine, which is the client's.</summary>
    private static void CheckTimes(SignedToken token)
    {
        var now = DateTimeOffset.UtcNow;
        if (token.Time("iat") is not { } issued || token.Time("exp") is not { } expiry || issued > now + Skew || expiry <= now
            || expiry - issued > TimeSpan.FromHours(1) || expiry <= issued)
        {
            throw new OAuthException(
                "invalid_grant",
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
        }
    }

    private Principal OfRefreshToken(FormBody form)
    {
        if (!accounts.Users.TryGetValue(form["refresh_token"], out var user))
        {
            throw new OAuthException("invalid_grant", "Token has been expired or revoked.");
        }

        return user.ClientId != form["client_id"] ? throw new OAuthException("invalid_client", "The OAuth client was not found.", 401)
            : user.ClientSecret != form["client_secret"] ? throw new OAuthException("invalid_client", "Unauthorized", 401)
            : new Principal(user.Email, Principal.CloudScope);
    }

    private Answer Give(Principal principal) => Answer.Of(new JsonObject
    {
        ["access_token"] = mint.Make(principal, options.TokenLifetime),
        ["expires_in"] = (int)options.TokenLifetime.TotalSeconds,
        ["scope"] = principal.Scopes,
        ["token_type"] = "Bearer",
    });
}
