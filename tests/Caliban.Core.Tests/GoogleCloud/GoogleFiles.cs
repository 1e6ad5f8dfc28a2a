using System.Security.Cryptography;
using System.Text.Json;
using Caliban.Testing;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>A folder with files of credentials, and the variables that name them.</summary>
internal sealed class GoogleFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GoogleFiles()
    {
        Variables["HOME"] = Path;
        Variables["CLOUDSDK_CONFIG"] = System.IO.Path.Combine(Path, "gcloud");
    }

    public string Path => _folder.Path;

    public Dictionary<string, string?> Variables { get; } = [];

    public string Write(string name, string content) => _folder.Write(name, content);

    /// <summary>Writes the key of a service account.</summary>
    public string WriteKey(string name, RSA key, string tokenUri) => Write(name, JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["project_id"] = "my-project",
        ["private_key_id"] = "key-1",
        ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = "robot@my-project.iam.gserviceaccount.com",
        ["client_id"] = "1",
        ["token_uri"] = tokenUri,
    }));

    public void Dispose() => _folder.Dispose();
}
