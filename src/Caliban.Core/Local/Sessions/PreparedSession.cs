using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Processes;

namespace Caliban.Core.Local.Sessions;

/// <summary>A session that only has to be opened.</summary>
public sealed class PreparedSession
{
    private readonly SessionContainer _container;
    private readonly ShellProgram _shell;
    private readonly DockerClient _docker;
    private readonly SessionTerminal _terminal;
    private readonly string _userName;

    internal PreparedSession(SessionContainer container, ShellProgram shell, DockerClient docker, SessionTerminal terminal, string userName) =>
        (_container, _shell, _docker, _terminal, _userName) = (container, shell, docker, terminal, userName);

    /// <summary>Hands the terminal over until the session ends; a cancellation removes the container.</summary>
    /// <param name="arguments">Passed on to the shell or to Jupyter.</param>
    /// <returns>The exit code of the shell or of Jupyter.</returns>
    /// <exception cref="DiagnosticException">The port is taken (CAL4022, CAL4023), or Jupyter does not start (CAL4029).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left.</exception>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (_container.Plan.Kind == SessionKind.Notebook)
        {
            return await RunNotebookAsync(arguments, cancellationToken).ConfigureAwait(false);
        }

        Show(_terminal.IsTerminal ? SessionBanner.Lines(_container, _userName, _terminal) : []);
        return await StartAsync(ShellSession.Arguments(_container, _shell, arguments), [], cancellationToken).ConfigureAwait(false);
    }

    private async Task<int> RunNotebookAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var (address, token) = (NotebookAddress.Find(_container.Plan), NotebookSession.CreateToken());
        Show(SessionBanner.Lines(_container, _userName, _terminal));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(address, token, ended.Token);
        int exitCode;
        try
        {
            exitCode = await StartAsync(
                NotebookSession.Arguments(_container, address, arguments),
                new() { [NotebookSession.TokenVariable] = token },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }

        return await watch.ConfigureAwait(false) || exitCode == 0
            ? exitCode
            : throw DiagnosticException.Create(SessionDiagnostics.JupyterEnded, new SourceLocation(_container.Plan.ProjectFile), exitCode);
    }

    private async Task<bool> WatchAsync(NotebookAddress address, string token, CancellationToken cancellationToken)
    {
        var answers = await NotebookWatch.AnswersAsync(address, cancellationToken).ConfigureAwait(false);
        Show(answers ? NotebookWatch.Lines(address, token, _terminal) : []);
        return answers;
    }

    private Task<int> StartAsync(IReadOnlyList<string> arguments, Dictionary<string, string> variables, CancellationToken cancellationToken) =>
        TerminalProcess.RunAsync(
            new ProcessSpecification(_docker.Executable, arguments) { Environment = variables },
            () => _docker.RemoveAsync([_container.Name], CancellationToken.None),
            cancellationToken);

    private void Show(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            _terminal.WriteLine(line);
        }
    }
}
