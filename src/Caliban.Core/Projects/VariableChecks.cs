using System.Text.RegularExpressions;

namespace Caliban.Core.Projects;

/// <summary>What names and values of variables tell.</summary>
internal static partial class VariableChecks
{
    /// <summary>Whether it is a name that every shell takes.</summary>
    public static bool IsValid(string name) => Name().IsMatch(name);

    /// <summary>Whether a variable of this name probably holds a secret.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name);

    /// <summary>Whether a value is an address with a user and a password in it.</summary>
    public static bool HasPassword(string value) => UserAndPassword().IsMatch(value);

    /// <summary>The address with stars in place of its password.</summary>
    public static string WithoutPassword(string value) => Password().Replace(value, "$1***@");

    [GeneratedRegex(@"([a-z]+://[^/@\s:]*:)[^/@\s]+@", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"(\A|_)(TOKENS?|PASSWORDS?|PASSWD|PWD|PASSPHRASE|SECRETS?|CREDENTIALS?|(API|ACCESS|PRIVATE|AUTH)_?KEY)(_|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex(@"[a-z]+://[^/@\s:]*:[^/@\s]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserAndPassword();
}
