using Caliban.Core.Registries.Credentials;

namespace Caliban.Core.Tests.Registries;

/// <summary>The same login for all registries, or none.</summary>
internal sealed class OneCredential(RegistryCredential? credential) : IRegistryCredentials
{
    public Task<CredentialSearch> FindAsync(string registry, CancellationToken cancellationToken) =>
        Task.FromResult(new CredentialSearch(credential, credential is null ? ["'/a/config.json'"] : []));
}
