using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Caliban.Emulator.Tokens;

/// <summary>
/// Makes access tokens and knows them again. What a token stands for is written in it under a seal, so that it outlives the
/// process that made it, as Google's do.
/// </summary>
/// <param name="secret">Of the seal.</param>
internal sealed class TokenMint(byte[] secret, TimeProvider clock)
{
    private const string Prefix = "ya29.emulated-";

    private long _revokedBefore;
    private long _made;

    /// <summary>No token that was made until now is taken any more.</summary>
    public void RevokeAll() => Interlocked.Exchange(ref _revokedBefore, Interlocked.Read(ref _made));

    public string Make(Principal principal, TimeSpan lifetime)
    {
        var expiry = (clock.GetUtcNow() + lifetime).ToUnixTimeMilliseconds();
        var content = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _made)}\n{expiry}\n{principal.Email}\n{principal.Scopes}"));
        return $"{Prefix}{Base64Url.EncodeToString(content)}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, content))}";
    }

    /// <returns>Null for what is no token of ours, was revoked, or has expired.</returns>
    public Principal? Read(string token, out bool isExpired)
    {
        isExpired = false;
        if (!TryOpen(token, out var content) || Encoding.UTF8.GetString(content).Split('\n') is not [var number, var expiry, var email, var scopes]
            || long.Parse(number, CultureInfo.InvariantCulture) <= Interlocked.Read(ref _revokedBefore))
        {
            return null;
        }

        isExpired = long.Parse(expiry, CultureInfo.InvariantCulture) <= clock.GetUtcNow().ToUnixTimeMilliseconds();
        return isExpired ? null : new Principal(email, scopes);
    }

    private bool TryOpen(string token, [NotNullWhen(true)] out byte[]? content)
    {
        content = null;
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token[Prefix.Length..].Split('.') is not [var text, var seal])
        {
            return false;
        }

        try
        {
            content = Base64Url.DecodeFromChars(text);
            return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, content), Base64Url.DecodeFromChars(seal));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
