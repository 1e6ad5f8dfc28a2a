namespace Caliban.Core.Docker;

/// <summary>Which builder <c>docker build</c> is asked to use.</summary>
public static class DockerBuilder
{
    /// <summary>
    /// The variables for a build. Clients before 23.0 have BuildKit inside and use it only when told; later ones choose
    /// by themselves (BuildKit through the buildx plugin, the classic builder without it). A choice of the user stands.
    /// </summary>
    /// <param name="chosen">The user's own <c>DOCKER_BUILDKIT</c>, or null.</param>
    /// <seealso href="https://docs.docker.com/build/buildkit/#getting-started"/>
    public static IReadOnlyDictionary<string, string> Environment(DockerEngine engine, string? chosen) =>
        string.IsNullOrEmpty(chosen) && engine.ClientVersion.Major is > 0 and < 23 && engine.ServerVersion >= new Version(18, 9)
            ? new Dictionary<string, string> { ["DOCKER_BUILDKIT"] = "1" }
            : new Dictionary<string, string>();
}
