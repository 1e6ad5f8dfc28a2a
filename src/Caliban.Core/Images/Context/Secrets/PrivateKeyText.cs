using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Private keys as text: PEM, OpenSSH, OpenPGP, PuTTY, and those inside a kubeconfig.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc7468"/>
internal static partial class PrivateKeyText
{
    /// <summary>The shortest there is, an Ed25519 key.</summary>
    private const int ShortestBody = 64;

    private const int LongestBody = 16 * 1024;

    // The keys of code and documentation that only show the form have few different letters.
    private const int DistinctLetters = 16;

    public static IEnumerable<string> Markers => ["PRIVATE KEY", "PuTTY-User-Key-File-", "client-key-data"];

    public static (SecretKind Kind, int Position)? Find(string text)
    {
        foreach (Match match in Begin().Matches(text))
        {
            if (HasBody(text.AsSpan(match.Index + match.Length), match.Groups["kind"].Value, match.Groups["header"].Success))
            {
                return (SecretKind.PrivateKey, match.Index);
            }
        }

        return Other().Match(text) is { Success: true } other ? (SecretKind.PrivateKey, other.Index) : null;
    }

    /// <summary>Whether base64 follows, in lines or in a string of some language, with the first bytes of a key.</summary>
    private static bool HasBody(ReadOnlySpan<char> text, string kind, bool isEncrypted)
    {
        Span<char> body = stackalloc char[LongestBody];
        var length = 0;
        for (var position = 0; position < text.Length && length < body.Length; position++)
        {
            var character = text[position];
            if (character == '\\' && position + 1 < text.Length && text[position + 1] is 'n' or 'r' or 't')
            {
                position++;
            }
            else if (char.IsAsciiLetterOrDigit(character) || character is '+' or '/' or '=')
            {
                body[length++] = character;
            }
            else if (!char.IsWhiteSpace(character) && character is not ('"' or '\'' or '\\'))
            {
                break;
            }
        }

        body = body[..length];
        return length >= ShortestBody
            && Placeholder.Distinct(body) >= DistinctLetters
            // A DER sequence, or the name of OpenSSH's format.
            && (isEncrypted || kind.StartsWith("PGP", StringComparison.Ordinal) || body[0] == 'M' || body.StartsWith("b3BlbnNzaC1rZXkt"));
    }

    [GeneratedRegex(@"-----BEGIN (?<kind>(?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY|PGP PRIVATE KEY BLOCK)-----(?<header>(?:\s*[A-Z][A-Za-z-]+: [^\r\n\\]+)+)?")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\APuTTY-User-Key-File-[23]: [^\n]+\n(?s:.*)^Private-Lines: [0-9]+|^\s*client-key-data: *[""']?LS0tLS1CRUdJTi[A-Za-z0-9+/]{64}", RegexOptions.Multiline)]
    private static partial Regex Other();
}
