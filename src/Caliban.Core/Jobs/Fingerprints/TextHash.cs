using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Caliban.Core.Jobs.Fingerprints;

/// <summary>SHA-256 over a list of texts.</summary>
internal static class TextHash
{
    /// <summary>64 lower-case hexadecimal digits. The length in front of each text keeps two neighbours from being read as one.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Enough of the hash of a value to see that it differs.</summary>
    public static string Short(string text) => Of([text])[..12];
}
