using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Caliban.Emulator.Tokens;

/// <summary>Files of credentials as Google hands them out, for the emulator to take.</summary>
/// <seealso href="https://docs.cloud.google.com/docs/authentication/application-default-credentials"/>
internal sealed class CredentialFiles(EmulatorOptions options, KnownAccounts accounts, Func<string> address)
{
    private const string Issuer = "https://identity.example.com";

    // Made once for a process: it takes as long as a hundred jobs.
    private static readonly Lazy<RSA> Key = new(() => RSA.Create(2048));

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string WriteServiceAccountKey(string path, string account) => Write(path, ServiceAccount(account));

    public string WriteAuthorizedUser(string path, string email, string? quotaProject)
    {
        var (client, secret, token) = ("764086051850-emulated.apps.googleusercontent.com", Secret("client"), $"1//{Secret("refresh")}");
        accounts.Users[token] = new KnownUser(email, client, secret);
        var file = new JsonObject
        {
            ["account"] = "",
            ["client_id"] = client,
            ["client_secret"] = secret,
            ["refresh_token"] = token,
            ["type"] = "authorized_user",
            ["universe_domain"] = "googleapis.com",
        };
        if (quotaProject is not null)
        {
            file["quota_project_id"] = quotaProject;
        }

        return Write(path, file);
    }

    /// <param name="account">The service account to act as, or null to call as the workload itself.</param>
    public string WriteWorkloadIdentity(string path, string? account, TimeSpan lifetime)
    {
        var pool = $"projects/{options.ProjectNumber}/locations/global/workloadIdentityPools/emulated-pool";
        var audience = $"//iam.googleapis.com/{pool}/providers/emulated-provider";
        accounts.Providers[audience] = new KnownProvider(Issuer, Key.Value.ExportSubjectPublicKeyInfoPem(), pool);
        var subject = Path.ChangeExtension(path, ".token");
        var now = DateTimeOffset.UtcNow;
        File.WriteAllText(subject, SignedToken.Write(Key.Value, "emulated-provider", new Dictionary<string, object>
        {
            ["iss"] = Issuer, ["sub"] = "workload", ["aud"] = $"https:{audience}", ["iat"] = now.ToUnixTimeSeconds(), ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        }));
        var file = new JsonObject
        {
            ["universe_domain"] = "googleapis.com",
            ["type"] = "external_account",
            ["audience"] = audience,
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = $"{address()}/v1/token",
            ["credential_source"] = new JsonObject { ["file"] = subject, ["format"] = new JsonObject { ["type"] = "text" } },
        };
        if (account is not null)
        {
            accounts.Impersonations[$"principal://iam.googleapis.com/{pool}/subject/workload {account}"] = true;
            file["service_account_impersonation_url"] = ImpersonationAddress(account);
        }

        return Write(path, file);
    }

    public string WriteImpersonated(string path, string source, string account)
    {
        accounts.Impersonations[$"{source} {account}"] = true;
        return Write(path, new JsonObject
        {
            ["delegates"] = new JsonArray(),
            ["service_account_impersonation_url"] = ImpersonationAddress(account),
            ["source_credentials"] = ServiceAccount(source),
            ["type"] = "impersonated_service_account",
        });
    }

    private JsonObject ServiceAccount(string account)
    {
        var keyId = Secret("key")[..40];
        accounts.Keys[KnownAccounts.KeyName(account, keyId)] = Key.Value.ExportSubjectPublicKeyInfoPem();
        return new JsonObject
        {
            ["type"] = "service_account",
            ["project_id"] = options.ProjectId,
            ["private_key_id"] = keyId,
            ["private_key"] = Key.Value.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = account,
            ["client_id"] = "100000000000000000001",
            ["auth_uri"] = "https://accounts.google.com/o/oauth2/auth",
            ["token_uri"] = $"{address()}/token",
            ["universe_domain"] = "googleapis.com",
        };
    }

    private string ImpersonationAddress(string account) => $"{address()}/v1/projects/-/serviceAccounts/{account}:generateAccessToken";

    private static string Write(string path, JsonObject content)
    {
        File.WriteAllText(path, content.ToJsonString(Indented));
        return path;
    }

    private static string Secret(string kind) => $"emulated-{kind}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20))}";
}
