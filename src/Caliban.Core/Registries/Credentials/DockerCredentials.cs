namespace Caliban.Core.Registries.Credentials;

/// <summary>Logins as <c>docker login</c> leaves them: in a helper's hands, or in the file itself.</summary>
/// <param name="variable">Reads a variable of the build.</param>
public sealed class DockerCredentials(Func<string, string?> variable) : IRegistryCredentials
{
    public async Task<CredentialSearch> FindAsync(string registry, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder(), "config.json");
        if (await DockerConfiguration.ReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } configuration)
        {
            return new CredentialSearch(null, [$"'{path}', which does not exist"]);
        }

        if (configuration.HelperOf(registry) is not { } name)
        {
            return new CredentialSearch(configuration.LoginOf(registry), [$"'{path}'"]);
        }

        var helper = new CredentialHelper(name, path, variable("PATH"));
        var credential = await helper.GetAsync(registry, cancellationToken).ConfigureAwait(false);
        return new CredentialSearch(credential ?? configuration.LoginOf(registry), [$"'{path}'", helper.Description]);
    }

    private string Folder() => variable("DOCKER_CONFIG") is { Length: > 0 } folder ? folder
        : Path.Combine(variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
}
