using System.Security.Cryptography;

namespace Caliban.Core.Tests.Images.Context.Secrets;

/// <summary>Secrets of no one, made anew for each run so that none stands in this repository.</summary>
internal static class SecretSamples
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Text(int length) => $"{RandomNumberGenerator.GetString(Letters, length - 4)}aB7z";

    public static string PrivateKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    public static string RsaKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }

    public static string EncryptedKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
    }

    public static string ServiceAccount(string? key = null) =>
        $"{{\n  \"type\": \"service_account\",\n  \"project_id\": \"p\",\n  \"private_key\": \"{(key ?? PrivateKey()).ReplaceLineEndings("\\n")}\\n\",\n  \"client_email\": \"a@p.iam.gserviceaccount.com\"\n}}\n";

    public static string UserCredentials(string token, string secret) =>
        $"{{\n  \"client_id\": \"1.apps.googleusercontent.com\",\n  \"client_secret\": \"{secret}\",\n  \"refresh_token\": \"{token}\",\n  \"type\": \"authorized_user\"\n}}\n";
}
