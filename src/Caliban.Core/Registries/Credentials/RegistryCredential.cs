using System.Net.Http.Headers;
using System.Text;

namespace Caliban.Core.Registries.Credentials;

/// <summary>A login. Deliberately no record: nothing writes its secret out.</summary>
public sealed class RegistryCredential
{
    /// <summary>The user name by which credential helpers mark an identity token.</summary>
    private const string TokenUser = "<token>";

    private RegistryCredential(string userName, string secret, string source) => (UserName, Secret, Source) = (userName, secret, source);

    /// <summary>Where it comes from, for messages.</summary>
    public string Source { get; }

    /// <summary>Whether <see cref="Secret"/> is exchanged for access tokens instead of being a password.</summary>
    internal bool IsIdentityToken => UserName == TokenUser;

    internal string UserName { get; }

    internal string Secret { get; }

    /// <summary>The header that logs in with a password.</summary>
    internal AuthenticationHeaderValue BasicHeader => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Secret}")));

    /// <summary>Every text that must not be shown.</summary>
    internal IReadOnlyList<string> Secrets => [Secret, BasicHeader.Parameter!];

    public static RegistryCredential Password(string userName, string password, string source) => new(userName, password, source);

    public static RegistryCredential IdentityToken(string token, string source) => new(TokenUser, token, source);

    public override string ToString() => $"login from {Source}";
}
