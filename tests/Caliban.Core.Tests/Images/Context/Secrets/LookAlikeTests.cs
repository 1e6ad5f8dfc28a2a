using System.Text;
using Caliban.Core.Images.Context.Secrets;
using Caliban.Testing;
using static Caliban.Core.Tests.Images.Context.Secrets.SecretSamples;

namespace Caliban.Core.Tests.Images.Context.Secrets;

/// <summary>What is no secret, though it speaks of some.</summary>
public sealed class LookAlikeTests
{
    [Theory]
    [InlineData("train.py", "if line == '-----BEGIN PRIVATE KEY-----':\n    token = read(line)\n")]
    [InlineData("README.md", "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg...\n-----END PRIVATE KEY-----\n")]
    [InlineData("README.md", "-----BEGIN RSA PRIVATE KEY-----\n<your key here>\n-----END RSA PRIVATE KEY-----\n")]
    [InlineData("test.py", "KEY = '-----BEGIN PRIVATE KEY-----\\nMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\\n'")]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----\nMIIDdTCCAl2gAwIBAgILBAAAAAABFUtaw5QwDQYJKoZIhvcNAQEFBQAwVzELMAkGA1UEBhMCQkUx\n-----END CERTIFICATE-----\n")]
    [InlineData("id.pub", "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJ3W9UlSo0k1y0J0hU2Qq3h9m7E4kXoYFf6zKp0bV5a\n-----END PUBLIC KEY-----\n")]
    [InlineData("adc.json", "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----\\n\"}")]
    [InlineData("auth.py", "info = {'type': 'service_account', 'private_key': os.environ['KEY']}  # PRIVATE KEY, refresh_token\n")]
    [InlineData("adc.json", "{\"type\": \"external_account\", \"audience\": \"//iam.googleapis.com/x\", \"credential_source\": {\"file\": \"/var/run/token\"}}")]
    [InlineData("oauth.py", "body = {\"refresh_token\": \"your-refresh-token-goes-here\", \"client_secret\": \"your-client-secret\"}")]
    [InlineData("oauth.json", "{\"refresh_token\": \"<refresh token>\", \"client_secret\": \"${CLIENT_SECRET}\", \"type\": \"authorized_user\"}")]
    [InlineData("doc.md", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")]
    [InlineData("s3.py", "aws_secret_access_key=os.environ[\"AWS_SECRET_ACCESS_KEY\"]\nsecret_access_key: str = field(default_factory=get_key)\n")]
    [InlineData("hub.py", "token = os.getenv('HF_TOKEN')  # like hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\nfrom hf_transfer import download\n")]
    [InlineData("gh.md", "Use ghp_abcdefghijklmnopqrstuvwxyz0123456789 or ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n")]
    [InlineData("names.py", "hf_load_pretrained_model_with_lora_adapter_weights = 1\nnpm_abcdefghijklmnopqrstuvwxyzabcdefghij = 2\n")]
    [InlineData("slack.md", "xoxb-your-token, glpat-XXXXXXXXXXXXXXXXXXXX, sk-ant-api03-..., sk-proj-<key>\n")]
    [InlineData("settings.py", "PASSWORD = 'hunter2hunter2'\nAPI_KEY = 'a1b2c3d4e5f6a7b8c9d0'\n")]
    [InlineData(".env", "DEBUG=1\nTOKENIZERS_PARALLELISM=false\nMAX_TOKENS=4096\nTOKEN_LIMIT=128000\nSECRET_NAME=projects/p/secrets/s\n")]
    [InlineData(".env", "HF_TOKEN=\nWANDB_API_KEY=your-api-key-here\nDB_PASSWORD=changeme\nSECRET_KEY=${SECRET_KEY}\nPASSWORD=<password>\n")]
    [InlineData(".env", "DB_PASSWORD=postgres\nREDIS_PASSWORD=\"\"\nADMIN_PASSWORD='password'\nAPI_KEY=xxxxxxxxxxxxxxxx\nTOKEN=op://vault/item/field\n")]
    [InlineData(".env", "PAD_TOKEN=<|endoftext|>\nEOS_TOKEN=eos7token9here1\nMASK_TOKEN=[MASK]\nPASSWORD_FILE=/run/secrets/a1b2c3\nTOKEN=/run/secrets/a1b2c3d4\n")]
    [InlineData(".env", "# API_KEY=a1b2c3d4e5f6g7h8\nAWS_ACCESS_KEY_ID=AKIAQWERTYUIOPASDFGH\nPUBLIC_KEY=a1b2c3d4e5f6g7h8i9\n")]
    [InlineData(".env.example", "API_KEY=a1b2c3d4e5f6g7h8i9j0\n")]
    [InlineData("template.env", "API_KEY=a1b2c3d4e5f6g7h8i9j0\n")]
    [InlineData("environment.yml", "dependencies:\n  - pip\nvariables:\n  TOKEN: abc\n")]
    [InlineData(".netrc", "machine a.b\n  login me\n  password ${TOKEN}\n")]
    [InlineData(".pypirc", "[pypi]\nusername = __token__\npassword = <token>\n")]
    [InlineData(".npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n")]
    [InlineData("pip.conf", "[global]\nindex-url = https://pypi.example.com/simple\n")]
    [InlineData("requirements.txt", "--index-url https://user:${TOKEN}@pypi.corp.com/simple\ngit+https://github.com/a/b@v1.2.3\ngit+ssh://git@github.com/a/b\n")]
    [InlineData("README.md", "postgres://admin:Zx81kk29qq@db.corp.com/x\n")]
    [InlineData("config.json", "{\"hidden_size\": 768, \"eos_token_id\": 2, \"auth\": \"bm8gY29sb24gaGVyZQ==\"}")]
    [InlineData("config.json", "{\"auths\": {\"r.io\": {}}, \"credHelpers\": {\"gcr.io\": \"gcloud\"}}")]
    [InlineData("a.ppk", "PuTTY-User-Key-File-3: is what such a file begins with.\n")]
    [InlineData("notes.md", "Set `client-key-data` in the kubeconfig.\n")]
    public void A_look_alike_is_none(string fileName, string text) =>
        Assert.Equal(SecretFinding.None, SecretScanner.Scan(fileName, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Binary_files_and_long_ones_are_data()
    {
        Assert.Equal(SecretFinding.None, SecretScanner.Scan("model.bin", [0, .. Encoding.ASCII.GetBytes(PrivateKey())]));
        Assert.Equal(SecretFinding.None, SecretScanner.Scan("a.txt", Encoding.ASCII.GetBytes(PrivateKey() + new string('\n', SecretScanner.MaximumLength))));
    }

    [Fact]
    public void A_name_alone_makes_no_key_store() => Assert.Equal(SecretFinding.None, SecretScanner.Scan("a.p12", new byte[100]));

    [Fact]
    public void Nothing_in_the_sources_of_this_repository_is_one() => Assert.All(
        new[] { "src", "sdk", "docs", "tests", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")),
        file => Assert.Equal((file, SecretFinding.None), (file, SecretScanner.Scan(Path.GetFileName(file), File.ReadAllBytes(file)))));
}
