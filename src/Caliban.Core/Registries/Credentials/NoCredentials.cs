namespace Caliban.Core.Registries.Credentials;

/// <summary>Every registry is asked without a login.</summary>
public sealed class NoCredentials : IRegistryCredentials
{
    private NoCredentials()
    {
    }

    public static NoCredentials Instance { get; } = new();

    public Task<CredentialSearch> FindAsync(string registry, CancellationToken cancellationToken) =>
        Task.FromResult(new CredentialSearch(null, []));
}
