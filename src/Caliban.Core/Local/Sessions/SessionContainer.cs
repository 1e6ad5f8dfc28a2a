using Caliban.Core.Images;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Local.Sessions;

/// <summary>The container of a session, with all that is known only when it starts.</summary>
/// <seealso href="https://docs.docker.com/reference/cli/docker/container/run/"/>
internal sealed record SessionContainer
{
    /// <summary>Labels every container of a session with its kind.</summary>
    public const string SessionLabel = "build.caliban.session";

    private const int LongestHostName = 63;

    public required SessionPlan Plan { get; init; }

    /// <summary>Unique; the container is removed by it when the terminal is closed.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the image.</summary>
    public required string Image { get; init; }

    public required ContainerUser User { get; init; }

    /// <summary>What gives the user a name inside; null when the image knows him.</summary>
    public UserFiles? UserFiles { get; init; }

    /// <summary>The folder of this machine that is the home inside; null for an empty one that ends with the container.</summary>
    public string? HomeFolder { get; init; }

    public RuntimeCredentials? Credentials { get; init; }

    /// <summary>Whether a person sits there.</summary>
    public bool HasTerminal { get; init; } = true;

    /// <summary>What the engine needs so that the caller's files are his inside, too.</summary>
    public IReadOnlyList<string> EngineOptions { get; init; } = [];

    /// <summary>
    /// The arguments after <c>docker</c>. What the user passes comes after ours and so wins. Docker's own keys to leave a
    /// container begin with Ctrl-P, which is a shell's way back in its history.
    /// </summary>
    /// <param name="options">More options of <c>docker run</c>.</param>
    /// <param name="program">What runs instead of the image's own program.</param>
    public IReadOnlyList<string> Arguments(IEnumerable<string> options, string program, IEnumerable<string> arguments) =>
    [
        "run", "--rm", "--init", "--interactive",
        .. HasTerminal ? ["--tty", "--detach-keys", "ctrl-^,ctrl-^"] : Array.Empty<string>(),
        "--name", Name,
        "--label", $"build.caliban.project={Plan.Project}",
        "--label", $"{SessionLabel}={Plan.Command}",
        .. HostName,
        "--ipc", "host",
        "--workdir", ImageDeclaration.WorkingDirectory,
        "--mount", BindMount.ReadWrite(Plan.ProjectFolder, ImageDeclaration.WorkingDirectory),
        .. EngineOptions,
        .. User.DockerArguments,
        .. UserFiles?.DockerArguments ?? [],
        "--env", $"HOME={User.Home}",
        .. HomeFolder is null ? EmptyHome : ["--mount", BindMount.ReadWrite(HomeFolder, User.Home)],
        .. Plan.UseGpu ? ["--gpus", "all"] : Array.Empty<string>(),
        .. Credentials?.DockerArguments ?? [],
        .. options,
        "--entrypoint", program,
        .. Plan.DockerRunArguments,
        Image,
        .. arguments,
    ];

    // In memory; without exec, what pip installs there could not be started.
    private IReadOnlyList<string> EmptyHome =>
        ["--tmpfs", $"{User.Home}:exec,{(User.UserId is null ? "mode=1777" : FormattableString.Invariant($"mode=0700,uid={User.UserId},gid={User.GroupId}"))}"];

    // The prompt of a shell shows it. A container that shares the names of another cannot have its own.
    private IReadOnlyList<string> HostName
    {
        get
        {
            var name = ImageIdentity.RepositoryName(Plan.Project);
            return Plan.DockerRunArguments.Any(argument =>
                    argument.Contains("container:", StringComparison.Ordinal) || argument.StartsWith("--uts", StringComparison.Ordinal))
                ? []
                : ["--hostname", name.Length > LongestHostName ? name[..LongestHostName].TrimEnd('-') : name];
        }
    }
}
