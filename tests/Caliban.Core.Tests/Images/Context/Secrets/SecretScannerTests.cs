using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Caliban.Core.Images.Context.Secrets;
using static Caliban.Core.Tests.Images.Context.Secrets.SecretSamples;

namespace Caliban.Core.Tests.Images.Context.Secrets;

public sealed class SecretScannerTests
{
    [Fact]
    public void Keys_of_service_accounts_are_found() => AssertFound(SecretKind.ServiceAccountKey, 2, "any.json", ServiceAccount());

    [Fact]
    public void A_key_of_a_service_account_on_one_line_is_found() =>
        AssertFound(SecretKind.ServiceAccountKey, 1, "any.json", ServiceAccount().ReplaceLineEndings(""));

    [Fact]
    public void Credentials_of_users_are_found() => AssertFound(
        SecretKind.UserCredentials, 4, "application_default_credentials.json", UserCredentials($"1//0{Text(60)}", $"d-{Text(22)}"));

    [Fact]
    public void Private_keys_are_found()
    {
        AssertFound(SecretKind.PrivateKey, 1, "key.pem", PrivateKey());
        AssertFound(SecretKind.PrivateKey, 3, "id_rsa", $"# a\n\n{RsaKey()}\n");
        AssertFound(SecretKind.PrivateKey, 1, "key", EncryptedKey());
        AssertFound(SecretKind.PrivateKey, 2, "deploy.py", $"import os\nKEY = \"{PrivateKey().ReplaceLineEndings("\\n")}\"\n");
        AssertFound(SecretKind.PrivateKey, 1, "id_rsa", $"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,A1B2\n\n{Base64(600)}\n-----END RSA PRIVATE KEY-----");
        AssertFound(SecretKind.PrivateKey, 1, "id_ed25519", $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String([.. "openssh-key-v1\0"u8, .. RandomNumberGenerator.GetBytes(200)])}\n");
        AssertFound(SecretKind.PrivateKey, 1, "me.asc", $"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\nlQ{Base64(600)}\n");
        AssertFound(SecretKind.PrivateKey, 1, "me.ppk", $"PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\nPublic-Lines: 1\r\n{Base64(51)}\r\nPrivate-Lines: 1\r\n{Base64(36)}\r\n");
        AssertFound(SecretKind.PrivateKey, 2, "kubeconfig", $"users:\n  client-key-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(RsaKey()))}\n");
    }

    [Fact]
    public void Text_in_UTF_16_is_read() => Assert.Equal(
        SecretKind.PrivateKey, SecretScanner.Scan("key.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(PrivateKey())]).Kind);

    [Fact]
    public void Key_stores_are_found()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        var store = certificate.Export(X509ContentType.Pfx, "notasecret");

        Assert.Equal(new SecretFinding(SecretKind.KeyStore, 0), SecretScanner.Scan("project.p12", store));
        Assert.Equal(SecretKind.KeyStore, SecretScanner.Scan("A.PFX", store).Kind);
    }

    [Fact]
    public void Access_keys_of_AWS_are_found()
    {
        AssertFound(SecretKind.CloudAccessKey, 3, "credentials", $"[default]\naws_access_key_id = AKIA{new string('Q', 16)}\naws_secret_access_key = {Text(40)}\n");
        AssertFound(SecretKind.CloudAccessKey, 1, "run.sh", $"export AWS_SECRET_ACCESS_KEY={Text(40)}\n");
        AssertFound(SecretKind.CloudAccessKey, 1, "a.json", $"{{\"SecretAccessKey\": \"{Text(40)}\"}}");
    }

    [Fact]
    public void Tokens_are_found_by_their_form()
    {
        string[] tokens =
        [
            $"ghp_{Text(36)}", $"gho_{Text(36)}", $"github_pat_{Text(22)}_{Text(59)}", $"glpat-{Text(20)}", $"hf_{Text(34)}",
            $"xoxb-1234567890123-1234567890123-{Text(24)}".Replace("1234567890123", "9081726354019", StringComparison.Ordinal),
            $"pypi-AgEIcHlwaS5vcmc{Text(120)}", $"npm_{Text(36)}", $"sk-ant-api03-{Text(95)}", $"sk-proj-{Text(120)}",
        ];
        Assert.All(tokens, token => AssertFound(SecretKind.AccessToken, 2, "train.py", $"import x\nx.login('{token}')\n"));
    }

    [Theory]
    [InlineData(".env", "HF_TOKEN=")]
    [InlineData(".env", "export WANDB_API_KEY=")]
    [InlineData(".env.production", "DJANGO_SECRET_KEY = ")]
    [InlineData("gpu.env", "DB_PASSWORD=")]
    [InlineData(".envrc", "export client_secret=")]
    [InlineData(".env", "PRIVATE_KEY=")]
    public void Variables_with_secrets_are_found(string fileName, string assignment)
    {
        AssertFound(SecretKind.SecretVariable, 2, fileName, $"DEBUG=1\n{assignment}{Text(40)}\n");
        AssertFound(SecretKind.SecretVariable, 2, fileName, $"DEBUG=1\r\n{assignment}\"{Text(40)}\" # mine\r\n");
    }

    [Fact]
    public void Passwords_in_the_files_of_tools_are_found()
    {
        AssertFound(SecretKind.Password, 3, ".netrc", $"machine api.wandb.ai\n  login user\n  password {Text(40)}\n");
        AssertFound(SecretKind.Password, 1, "_netrc", $"machine a login b password {Text(12)}");
        AssertFound(SecretKind.Password, 3, ".pypirc", $"[pypi]\nusername = __token__\npassword = {Text(40)}\n");
        AssertFound(SecretKind.Password, 1, ".npmrc", $"//registry.npmjs.org/:_authToken={Text(36)}\n");
        AssertFound(SecretKind.Password, 1, ".git-credentials", $"https://me:{Text(20)}@github.com\n");
        AssertFound(SecretKind.Password, 2, "pip.conf", $"[global]\nindex-url = https://me:{Text(20)}@pypi.corp.com/simple\n");
        AssertFound(SecretKind.Password, 1, "requirements-dev.txt", $"--extra-index-url https://me:{Text(20)}@pypi.corp.com/simple\nnumpy\n");
    }

    [Fact]
    public void Logins_of_registries_are_found()
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"me:{Text(20)}"));

        AssertFound(SecretKind.RegistryLogin, 1, "config.json", $"{{\"auths\": {{\"r.io\": {{\"auth\": \"{login}\"}}}}}}");
        AssertFound(SecretKind.RegistryLogin, 2, ".dockercfg", $"{{\n\"r.io\": {{\"auth\": \"{login}\"}}}}");
    }

    private static string Base64(int bytes) => Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes));

    private static void AssertFound(SecretKind kind, int line, string fileName, string text) =>
        Assert.Equal(new SecretFinding(kind, line), SecretScanner.Scan(fileName, Encoding.UTF8.GetBytes(text)));
}
