using System.Net.Http.Headers;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries.Authentication;

/// <summary>What is sent with requests of a scope until it expires.</summary>
/// <param name="scope">Null when it is good for all.</param>
internal sealed class AccessToken(RegistryScope? scope, AuthenticationHeaderValue header, DateTimeOffset expires)
{
    public AuthenticationHeaderValue Header => header;

    public bool IsGood(RegistryScope wanted, DateTimeOffset now) => now < expires && (scope is null || scope.Covers(wanted));

    /// <summary>One for all scopes that does not expire.</summary>
    public static AccessToken Basic(AuthenticationHeaderValue header) => new(null, header, DateTimeOffset.MaxValue);

    /// <summary>A part of the life time is left unused, since clocks run and requests take time.</summary>
    public static AccessToken Bearer(RegistryScope scope, string token, TimeSpan lifetime, DateTimeOffset now)
    {
        var slack = lifetime / 4 < TimeSpan.FromSeconds(30) ? lifetime / 4 : TimeSpan.FromSeconds(30);
        return new AccessToken(scope, new AuthenticationHeaderValue("Bearer", token), now + lifetime - slack);
    }
}
