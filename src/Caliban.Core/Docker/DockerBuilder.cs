namespace Caliban.Core.Docker;

/// <summary>Which builder <c>docker build</c> uses.</summary>
/// <param name="IsBuildKit">Whether steps can have cache and secret mounts.</param>
/// <param name="Environment">The variables for a build.</param>
/// <seealso href="https://docs.docker.com/build/buildkit/#getting-started"/>
public sealed record DockerBuilder(bool IsBuildKit, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// Clients before 23.0 have BuildKit inside and use it only when told; later ones have it in the buildx plugin, and the
    /// classic builder without. A choice of the user stands. Steps can have mounts since engine 20.10.
    /// </summary>
    /// <param name="chosen">The user's own <c>DOCKER_BUILDKIT</c>, or null.</param>
    public static async Task<DockerBuilder> FindAsync(DockerEngine engine, string? chosen, CancellationToken cancellationToken)
    {
        if (engine.ClientVersion.Major is > 0 and < 23)
        {
            var can = engine.ServerVersion >= new Version(20, 10);
            return string.IsNullOrEmpty(chosen)
                ? new DockerBuilder(can, can ? Variable("1") : Variable(null))
                : new DockerBuilder(can && chosen is not ("0" or "false"), Variable(null));
        }

        var isClassic = chosen is "0" or "false"
            || (await engine.Client.AskAsync(cancellationToken, "buildx", "version").ConfigureAwait(false)).ExitCode != 0;
        return new DockerBuilder(!isClassic, Variable(null));
    }

    private static Dictionary<string, string> Variable(string? value) =>
        value is null ? [] : new Dictionary<string, string> { ["DOCKER_BUILDKIT"] = value };
}
