using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Caliban.Emulator.Http;

/// <summary>Where the next page begins, in a token that is only good for the same question.</summary>
internal static class PageToken
{
    public static string Write(string question, string position) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{Fingerprint(question)} {position}"));

    /// <returns>The position, or null when there is no token.</returns>
    /// <exception cref="ApiException">It is of another question, or none at all.</exception>
    public static string? Read(string token, string question)
    {
        if (token.Length == 0)
        {
            return null;
        }

        try
        {
            if (Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(' ', 2) is [var fingerprint, var position] && fingerprint == Fingerprint(question))
            {
                return position;
            }
        }
        catch (FormatException)
        {
        }

        throw Refusals.Argument("page_token", "The page token is invalid, or it is of a request with other parameters.");
    }

    private static string Fingerprint(string question)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(question));
        return BitConverter.ToUInt32(hash).ToString("x8", CultureInfo.InvariantCulture);
    }
}
