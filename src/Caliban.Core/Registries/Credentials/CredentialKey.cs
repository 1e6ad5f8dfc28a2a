using Caliban.Core.Registries.References;

namespace Caliban.Core.Registries.Credentials;

/// <summary>The names of registries in Docker's configuration.</summary>
internal static class CredentialKey
{
    /// <summary>As Docker writes it and asks credential helpers for it.</summary>
    public static string Of(string registry) => registry == DockerHub.Name ? DockerHub.CredentialKey : registry;

    /// <summary>Whether a key, which may have a scheme and a path, names a registry.</summary>
    public static bool IsFor(string key, string registry)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var host = (scheme < 0 ? key : key[(scheme + 3)..]).Split('/')[0];
        return DockerHub.Normalize(host, "").Registry.Equals(registry, StringComparison.OrdinalIgnoreCase);
    }
}
