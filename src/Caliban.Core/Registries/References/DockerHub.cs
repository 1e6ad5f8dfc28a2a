namespace Caliban.Core.Registries.References;

/// <summary>The one registry with several names.</summary>
internal static class DockerHub
{
    /// <summary>In the names of images.</summary>
    public const string Name = "docker.io";

    /// <summary>Where it answers.</summary>
    public const string Address = "registry-1.docker.io";

    /// <summary>In Docker's configuration and towards credential helpers.</summary>
    public const string CredentialKey = "https://index.docker.io/v1/";

    private const string OldName = "index.docker.io";

    /// <summary>One name for the registry, and <c>library/</c> in front of a name of one part.</summary>
    public static RepositoryName Normalize(string host, string path)
    {
#pragma warning disable CA1308 // hosts are written in lower case
        host = host.ToLowerInvariant();
#pragma warning restore CA1308
        return host is not (Name or OldName or Address) ? new RepositoryName(host, path)
            : new RepositoryName(Name, path.Contains('/', StringComparison.Ordinal) ? path : $"library/{path}");
    }
}
