namespace Caliban.Core.Registries.Credentials;

/// <summary>Finds the login for a registry.</summary>
public interface IRegistryCredentials
{
    /// <param name="registry">As in names of images.</param>
    /// <exception cref="Diagnostics.DiagnosticException">A place that should have one cannot be read.</exception>
    Task<CredentialSearch> FindAsync(string registry, CancellationToken cancellationToken);
}
