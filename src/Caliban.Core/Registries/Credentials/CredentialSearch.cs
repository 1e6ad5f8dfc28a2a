namespace Caliban.Core.Registries.Credentials;

/// <summary>What a search for a login found.</summary>
/// <param name="Credential">Null when there is none.</param>
/// <param name="Places">Where it was looked for, for messages.</param>
public sealed record CredentialSearch(RegistryCredential? Credential, IReadOnlyList<string> Places)
{
    /// <summary>Where the login came from or was looked for, for messages.</summary>
    public string Describe() => Credential is not null ? $"with the login from {Credential.Source}"
        : Places.Count == 0 ? "without a login"
        : $"no login was found in {string.Join(", ", Places)}";
}
