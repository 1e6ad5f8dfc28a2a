namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Debian packages in one step.</summary>
internal static class AptStep
{
    private const string Cache = "/var/cache/apt";

    /// <summary>
    /// Lists and archives in a folder of their own: those of the base image stay as they are, its hook that empties the usual
    /// folder after each command does not reach them, and so both builders leave the same files.
    /// </summary>
    private const string Own = $"{Cache}/caliban";

    public static IEnumerable<string> Write(EnvironmentDeclaration environment, RunStep run)
    {
        // Sorted, so that their order in the project does not invalidate the layer.
        var packages = environment.AptPackages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (packages.Count == 0)
        {
            return [];
        }

        return
        [
            run.Write(
                Cache,
                [
                    $"mkdir -p {Own}/lists",
                    $"set -- -o Dir::Cache={Own} -o Dir::State::Lists={Own}/lists -o APT::Keep-Downloaded-Packages=true",
                    "apt-get \"$@\" update",
                    $"DEBIAN_FRONTEND=noninteractive apt-get \"$@\" install --yes --no-install-recommends{string.Concat(packages.Select(package => $" \\\n        {package}"))}",
                    .. run.IsBuildKit ? Array.Empty<string>() : [$"rm -rf {Own}"],
                ],
                isAlone: true),
        ];
    }
}
