using System.Security.Cryptography;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local.Sessions;

/// <summary>Opens shells and notebooks: what the task and the runner share.</summary>
/// <param name="variable">Reads an environment variable of the run.</param>
public sealed class SessionRunner(SessionPlan plan, Func<string, string?> variable, SessionTerminal terminal, IDiagnosticSink diagnostics)
{
    private readonly ShellProgram _shell = ShellSession.Choose(plan, variable);

    /// <summary>Makes sure that the engine has the image, and finds out what the container needs.</summary>
    /// <param name="onLine">Receives the lines of a build.</param>
    /// <exception cref="DiagnosticException">The session cannot be opened.</exception>
    public async Task<PreparedSession> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        var location = new SourceLocation(plan.ProjectFile);
        if (plan.UseGpu && OperatingSystem.IsMacOS())
        {
            throw DiagnosticException.Create(LocalRunDiagnostics.GpuOnMac, location);
        }

        if (plan is { Kind: SessionKind.Notebook, NotebookPort: > 0 })
        {
            // Tested again when it is used; but a build that takes minutes for a port that is taken helps nobody.
            NotebookAddress.Find(plan);
        }

        var engine = await RequireEngineAsync(location, cancellationToken).ConfigureAwait(false);
        var settings = new BuildSettings { ProjectFile = plan.ProjectFile, Variable = variable, OnLine = onLine };
        var sessionImage = new SessionImage(plan, _shell);
        var image = await sessionImage.EnsureAsync(engine, settings, cancellationToken).ConfigureAwait(false);
        var reference = sessionImage.Reference;
        if (plan.UseGpu)
        {
            await DockerGpu.RequireAsync(engine.Client, reference, location, cancellationToken).ConfigureAwait(false);
        }

        var security = await DockerSecurity.AskAsync(engine.Client, cancellationToken).ConfigureAwait(false);
        var home = Home(out var caller);
        var user = ContainerUser.Create(caller, security, home);
        var files = UserFiles.Of(plan, reference);
        var (users, differ) = user.UserId is null
            ? (null, false)
            : await files.WriteAsync(engine.Client, image, user, $"/bin/{ShellSession.Program(_shell)}", cancellationToken).ConfigureAwait(false);
        var container = Container(reference, home, user, differ ? files : null) with
        {
            Credentials = Credentials(diagnostics),
            EngineOptions =
            [
                .. security.RemapsUsers ? ["--userns", "host"] : Array.Empty<string>(),
                .. security.UsesSELinux ? ["--security-opt", "label=disable"] : Array.Empty<string>(),
            ],
        };
        var userName = (user.UserId is { } id ? users?.UserName(id) : null) ?? user.Name;
        return new PreparedSession(container, _shell, engine.Client, terminal, userName);
    }

    /// <summary>The line of a dry run: the command, as far as it is known without asking the engine.</summary>
    /// <param name="arguments">Passed on to the shell or to Jupyter.</param>
    public string Preview(IReadOnlyList<string> arguments)
    {
        var home = Home(out var caller);
        var user = ContainerUser.Create(caller, DockerSecurity.Plain, home);
        var reference = new SessionImage(plan, _shell).Reference;
        var container = Container(reference, home, user, user.UserId is null or 0 ? null : UserFiles.Of(plan, reference)) with
        {
            HasTerminal = true,
            Credentials = Credentials(null),
        };
        var command = plan.Kind == SessionKind.Shell
            ? ShellSession.Arguments(container, _shell, arguments)
            : NotebookSession.Arguments(container, NotebookAddress.Preview(plan), arguments);
        return $"{plan.Command}: {CommandLine.Format(["docker", .. command])}";
    }

    private string? Home(out HostUser caller)
    {
        caller = HostUser.Find(variable);
        return plan.Bare ? null : caller.Home;
    }

    private SessionContainer Container(string image, string? home, ContainerUser user, UserFiles? files) => new()
    {
        Plan = plan,
        Name = $"caliban-{ImageIdentity.RepositoryName(plan.Project)}-{plan.Command}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        Image = image,
        User = user,
        UserFiles = files,
        HomeFolder = home,
        HasTerminal = terminal.IsTerminal,
    };

    private RuntimeCredentials? Credentials(IDiagnosticSink? sink) =>
        RuntimeCredentials.Find(plan.CloudKey, plan.MountCredentials, plan.ProjectFolder, variable, sink);

    private async Task<DockerEngine> RequireEngineAsync(SourceLocation location, CancellationToken cancellationToken)
    {
        var (engine, reason) = plan.Engine == EngineChoice.Process
            ? (null, "CalibanEngine is 'process'")
            : await DockerEngine.ProbeAsync(variable("PATH"), DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
        return engine ?? throw DiagnosticException.Create(
            SessionDiagnostics.DockerNeeded, location, plan.Kind == SessionKind.Shell ? "A shell" : "A notebook", reason);
    }
}
