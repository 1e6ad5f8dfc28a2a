using System.Text;
using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Files that tools keep passwords in, told by their names and what stands where the password would be.</summary>
internal static partial class CredentialFiles
{
    private const int ShortestPassword = 6;

    public static (SecretKind Kind, int Position) Find(string fileName, string text)
    {
        if (VariableFile.IsOne(fileName))
        {
            return VariableFile.Find(text) is { } variable ? (SecretKind.SecretVariable, variable) : (SecretKind.None, 0);
        }

        if (fileName is "config.json" or ".dockercfg" or ".dockerconfigjson")
        {
            return First(DockerLogin().Matches(text), match => IsLogin(match.Groups[1].Value), SecretKind.RegistryLogin);
        }

        var password = fileName switch
        {
            ".netrc" or "_netrc" => NetrcPassword(),
            ".pypirc" => PypiPassword(),
            ".npmrc" => NpmToken(),
            ".git-credentials" or "pip.conf" or "pip.ini" => AddressPassword(),
            _ when Requirements().IsMatch(fileName) => AddressPassword(),
            _ => null,
        };
        return password is null
            ? (SecretKind.None, 0)
            : First(password.Matches(text), match => Placeholder.IsReal(match.Groups[1].ValueSpan, ShortestPassword), SecretKind.Password);
    }

    private static (SecretKind Kind, int Position) First(MatchCollection matches, Func<Match, bool> isReal, SecretKind kind) =>
        matches.FirstOrDefault(isReal) is { } match ? (kind, match.Groups[1].Index) : (SecretKind.None, 0);

    /// <summary>Base64 of user, colon and password.</summary>
    private static bool IsLogin(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return false;
        }

        var login = Encoding.UTF8.GetString(bytes, 0, length);
        return login.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && Placeholder.IsReal(login.AsSpan(colon + 1), ShortestPassword);
    }

    [GeneratedRegex(@"""auth""\s*:\s*""([A-Za-z0-9+/]{8,}=*)""")]
    private static partial Regex DockerLogin();

    [GeneratedRegex(@"\bpassword\s+(\S+)")]
    private static partial Regex NetrcPassword();

    [GeneratedRegex(@"^\s*password\s*[=:][ \t]*(\S+)", RegexOptions.Multiline)]
    private static partial Regex PypiPassword();

    [GeneratedRegex(@"(?:_authToken|_password|_auth)\s*=[ \t]*""?([^\s""]+)")]
    private static partial Regex NpmToken();

    [GeneratedRegex(@"\b[a-z+]+://[^\s/:@]*:([^\s/@:]+)@")]
    private static partial Regex AddressPassword();

    [GeneratedRegex(@"\A(?:.*[-_.])?(?:requirements|constraints)(?:[-_.].*)?\.(?:txt|in)\z")]
    private static partial Regex Requirements();
}
