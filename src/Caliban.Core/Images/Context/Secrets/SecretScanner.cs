using System.Buffers;
using System.Text;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>
/// Looks for keys, tokens and passwords in the content of a file. Only for forms that nothing else has: code that speaks of
/// secrets, examples and placeholders are none.
/// </summary>
/// <remarks>
/// Java key stores are not reported: most hold certificates only, and the rest is encrypted. PKCS #12 files are, since the
/// password of those that Google gives out is known to everyone.
/// </remarks>
internal static class SecretScanner
{
    /// <summary>Raised with every change of the rules, so that files are looked at again.</summary>
    public const int Version = 1;

    /// <summary>Longer files are data.</summary>
    public const int MaximumLength = 1024 * 1024;

    // As git tells binary files.
    private const int BinaryProbe = 8000;

    private static readonly SearchValues<string> Markers = SearchValues.Create(
        [.. PrivateKeyText.Markers, .. GoogleCredentials.Markers, .. CloudAccessKey.Markers, .. AccessTokens.Markers],
        StringComparison.Ordinal);

    /// <param name="fileName">Without folders.</param>
    /// <param name="content">All of it.</param>
    public static SecretFinding Scan(string fileName, ReadOnlySpan<byte> content)
    {
        if (content.Length > MaximumLength)
        {
            return SecretFinding.None;
        }

        if (KeyStoreFile.Matches(fileName, content))
        {
            return new SecretFinding(SecretKind.KeyStore, Line: 0);
        }

        return Decode(content) is { } text ? Scan(fileName, text) : SecretFinding.None;
    }

    private static SecretFinding Scan(string fileName, string text)
    {
        var (kind, position) = CredentialFiles.Find(fileName, text);
        if (kind == SecretKind.None && text.AsSpan().ContainsAny(Markers))
        {
            (kind, position) = GoogleCredentials.Find(text) ?? PrivateKeyText.Find(text) ?? CloudAccessKey.Find(text) ?? AccessTokens.Find(text)
                ?? (SecretKind.None, 0);
        }

        return kind == SecretKind.None ? SecretFinding.None : new SecretFinding(kind, text.AsSpan(0, position).Count('\n') + 1);
    }

    /// <summary>The text of a file; null for binary ones. What is looked for is ASCII, so any encoding that holds it will do.</summary>
    private static string? Decode(ReadOnlySpan<byte> content) =>
        content.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode.GetString(content)
        : content.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode.GetString(content)
        : content[..Math.Min(content.Length, BinaryProbe)].Contains((byte)0) ? null
        : Encoding.Latin1.GetString(content);
}
