namespace Caliban.Core.Docker;

/// <summary>Which builder <c>docker build</c> uses.</summary>
/// <param name="IsBuildKit">Whether steps can have cache and secret mounts.</param>
/// <seealso href="https://docs.docker.com/build/buildkit/#getting-started"/>
public sealed record DockerBuilder(bool IsBuildKit)
{
    /// <summary>
    /// Clients before 23.0 have BuildKit inside and use it only when told; later ones have it in the buildx plugin, and the
    /// classic builder without. A choice of the user stands. Steps can have mounts since engine 20.10.
    /// </summary>
    /// <param name="chosen">The user's own <c>DOCKER_BUILDKIT</c>, or null.</param>
    public static async Task<DockerBuilder> FindAsync(DockerEngine engine, string? chosen, CancellationToken cancellationToken)
    {
        if (chosen is "0" or "false")
        {
            return new DockerBuilder(IsBuildKit: false);
        }

        return new DockerBuilder(HasBuildKitInside(engine)
            ? CanBuildKit(engine)
            : (await engine.Client.AskAsync(cancellationToken, "buildx", "version").ConfigureAwait(false)).ExitCode == 0);
    }

    /// <summary>The variables for a build.</summary>
    public static IReadOnlyDictionary<string, string> Variables(DockerEngine engine, string? chosen) =>
        string.IsNullOrEmpty(chosen) && HasBuildKitInside(engine) && CanBuildKit(engine)
            ? new Dictionary<string, string> { ["DOCKER_BUILDKIT"] = "1" }
            : new Dictionary<string, string>();

    private static bool HasBuildKitInside(DockerEngine engine) => engine.ClientVersion.Major is > 0 and < 23;

    private static bool CanBuildKit(DockerEngine engine) => engine.ServerVersion >= new Version(20, 10);
}
