namespace Caliban.Core.Registries.Credentials;

/// <summary>Several places to look for a login, of which the first that has one decides.</summary>
public sealed class CredentialChain(params IReadOnlyList<IRegistryCredentials> sources) : IRegistryCredentials
{
    /// <summary>Docker's configuration, and for Google's registries the credentials of Google Cloud.</summary>
    /// <param name="cloudKey"><c>CalibanCloudKey</c>, or empty.</param>
    /// <param name="variable">Reads a variable of the build.</param>
    public static CredentialChain Create(string cloudKey, Func<string, string?> variable) =>
        new(new DockerCredentials(variable), new GoogleRegistryCredentials(cloudKey, variable));

    public async Task<CredentialSearch> FindAsync(string registry, CancellationToken cancellationToken)
    {
        var places = new List<string>();
        foreach (var source in sources)
        {
            var search = await source.FindAsync(registry, cancellationToken).ConfigureAwait(false);
            places.AddRange(search.Places);
            if (search.Credential is not null)
            {
                return search with { Places = places };
            }
        }

        return new CredentialSearch(null, places);
    }
}
