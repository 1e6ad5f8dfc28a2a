using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Caliban.Testing.Registries;
using Microsoft.AspNetCore.Http;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>Gives access tokens to whoever signs with the right key, as Google's own server does.</summary>
/// <seealso href="https://developers.google.com/identity/protocols/oauth2/service-account#httprest"/>
internal sealed class GoogleTokenServer(HostileRegistry host, RSA key)
{
    public const string Token = "planted-access";

    public string Address => $"http://{host.Address}/google/token";

    /// <summary>What was wrong with the requests.</summary>
    public List<string> Mistakes { get; } = [];

    public int Given { get; private set; }

    /// <summary>Answers the next requests; with a status, refuses them.</summary>
    public void Answer(int times, int status = 200, string refusal = "") => host.Add(new RegistryFault("POST", "/google/token", async context =>
    {
        context.Response.ContentType = "application/json";
        context.Response.StatusCode = status;
        if (status == 200)
        {
            await CheckAsync(context.Request);
            Given++;
            await context.Response.WriteAsync($$"""{"access_token":"{{Token}}","expires_in":3600,"token_type":"Bearer"}""");
        }
        else
        {
            await context.Response.WriteAsync(refusal);
        }

        return true;
    }) { Times = times });

    private async Task CheckAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        Check(form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer", "grant_type");
        var parts = form["assertion"].ToString().Split('.');
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        Check(key.VerifyData(signed, Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "signature");
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        Check(claims.RootElement.GetProperty("iss").GetString() == "robot@my-project.iam.gserviceaccount.com", "iss");
        Check(claims.RootElement.GetProperty("aud").GetString() == "https://oauth2.googleapis.com/token", "aud");
        Check(claims.RootElement.GetProperty("scope").GetString() == "https://www.googleapis.com/auth/cloud-platform", "scope");
    }

    private void Check(bool isRight, string part)
    {
        if (!isRight)
        {
            Mistakes.Add(part);
        }
    }
}
