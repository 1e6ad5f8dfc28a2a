using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Caliban.Core.Registries;

/// <summary>Digests as registries write them, of the one algorithm that all of them have.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests"/>
public static partial class ContentDigest
{
    private const string Algorithm = "sha256:";

    /// <summary><c>sha256:…</c> of a content in memory.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Write(SHA256.HashData(content));

    /// <summary>Whether a text is <c>sha256:</c> and 64 lower-case hexadecimal digits.</summary>
    public static bool IsValid(string text) => Form().IsMatch(text);

    /// <summary>The digits alone.</summary>
    internal static string Digits(string digest) => digest[Algorithm.Length..];

    internal static string Write(ReadOnlySpan<byte> hash) => Algorithm + Convert.ToHexStringLower(hash);

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex Form();
}
