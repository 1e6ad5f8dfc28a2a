using System.Security.Cryptography;
using System.Text;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Writes the <c>RUN</c> instructions of an environment, with what BuildKit mounts into them.</summary>
/// <seealso href="https://docs.docker.com/reference/dockerfile/#run---mount"/>
internal sealed class RunStep(EnvironmentDeclaration environment, bool buildKit)
{
    public bool IsBuildKit => buildKit;

    /// <param name="cache">A folder that every base image has, kept between builds; null for none.</param>
    /// <param name="commands">Commands of the shell; each runs when the one before succeeded.</param>
    /// <param name="isAlone">Whether two builds must not use the cache at once.</param>
    public string Write(string? cache, IEnumerable<string> commands, bool isAlone = false)
    {
        var mounts = buildKit ? Mounts(cache, isAlone) : [];
        var exports = buildKit ? Exports() : [];
        return $"RUN {string.Concat(mounts.Select(mount => $"{mount} \\\n    "))}{string.Join(" \\\n    && ", exports.Concat(commands))}";
    }

    private IEnumerable<string> Mounts(string? cache, bool isAlone) =>
    [
        .. cache is null ? Array.Empty<string>() : [$"--mount=type=cache,id=caliban{cache.Replace('/', '-')}-{BaseKey()},target={cache}{(isAlone ? ",sharing=locked" : "")}"],
        .. environment.BuildSecrets.Select(secret => $"--mount=type=secret,id={secret.Id}{(secret.Target is { } target ? $",target={target}" : "")}"),
        .. environment.UseSsh ? ["--mount=type=ssh"] : Array.Empty<string>(),
    ];

    private IEnumerable<string> Exports() =>
        environment.BuildSecrets.SelectMany(secret => (string?[])
            [
                secret.Export is { } name ? $"export {name}=\"$(cat {secret.Path})\"" : null,
                secret.ExportPath is { } path ? $"export {path}={secret.Path}" : null,
            ]).OfType<string>();

    // Packages of one release, and wheels compiled in it, are not for another.
    private string BaseKey() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{environment.BaseImage} {environment.Platform}")))[..8];
}
