using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Caliban.Emulator.Tokens;

/// <summary>A JSON Web Token signed with RS256.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc7519"/>
internal sealed record SignedToken(JsonElement Header, JsonElement Claims, byte[] Content, byte[] Signature)
{
    /// <returns>Null for other texts.</returns>
    public static SignedToken? Read(string text)
    {
        try
        {
            return text.Split('.') is [var header, var claims, var signature]
                ? new SignedToken(Parse(header), Parse(claims), Encoding.ASCII.GetBytes($"{header}.{claims}"), Base64Url.DecodeFromChars(signature)) : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    public static string Write(RSA key, string keyId, IReadOnlyDictionary<string, object> claims)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = "RS256", ["typ"] = "JWT", ["kid"] = keyId });
        var content = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{content}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public bool IsSignedBy(string publicKey)
    {
        using var key = RSA.Create();
        key.ImportFromPem(publicKey);
        return Text(Header, "alg") == "RS256" && key.VerifyData(Content, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>A claim, or empty.</summary>
    public string Claim(string name) => Text(Claims, name);

    public string KeyId => Text(Header, "kid");

    /// <summary>A claim with a time in seconds.</summary>
    public DateTimeOffset? Time(string name) =>
        Claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and < 100_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static JsonElement Parse(string part) => JsonElement.Parse(Base64Url.DecodeFromChars(part));

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
