namespace Caliban.Core.Docker;

/// <summary>What an engine does with users and files of the host.</summary>
/// <param name="IsRootless">The engine runs as a plain user, who is root inside its containers.</param>
/// <param name="RemapsUsers">Users inside are others outside, unless a container is started in the host's namespace.</param>
/// <param name="UsesSELinux">Folders of the host are closed to containers that are labelled apart.</param>
/// <seealso href="https://docs.docker.com/engine/security/rootless/"/>
/// <seealso href="https://docs.docker.com/engine/security/userns-remap/"/>
public sealed record DockerSecurity(bool IsRootless, bool RemapsUsers, bool UsesSELinux)
{
    public static DockerSecurity Plain { get; } = new(false, false, false);

    /// <exception cref="TimeoutException">The engine gave no answer.</exception>
    public static async Task<DockerSecurity> AskAsync(DockerClient docker, CancellationToken cancellationToken) =>
        Parse((await docker.AskAsync(cancellationToken, "info", "--format", "{{json .SecurityOptions}}").ConfigureAwait(false)).StandardOutput);

    /// <param name="options">Such as <c>["name=seccomp,profile=default","name=rootless"]</c>.</param>
    internal static DockerSecurity Parse(string options)
    {
        return new DockerSecurity(Has("rootless"), Has("userns"), Has("selinux"));

        bool Has(string name) => options.Contains($"\"name={name}", StringComparison.Ordinal);
    }
}
