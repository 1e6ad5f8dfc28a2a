using System.Collections.Concurrent;

namespace Caliban.Emulator.Tokens;

/// <summary>Who can get tokens.</summary>
internal sealed class KnownAccounts
{
    /// <summary>Public keys of service accounts in PEM, by e-mail and id of the key.</summary>
    public ConcurrentDictionary<string, string> Keys { get; init; } = new();

    /// <summary>People who logged in, by refresh token.</summary>
    public ConcurrentDictionary<string, KnownUser> Users { get; init; } = new();

    /// <summary>Other identity providers, by the audience that stands for them.</summary>
    public ConcurrentDictionary<string, KnownProvider> Providers { get; init; } = new();

    /// <summary>Who may act as whom: <c>caller target</c>.</summary>
    public ConcurrentDictionary<string, bool> Impersonations { get; init; } = new();

    public static string KeyName(string email, string keyId) => $"{email} {keyId}";

    public bool HasAccount(string email) => Keys.Keys.Any(key => key.StartsWith($"{email} ", StringComparison.Ordinal));
}
