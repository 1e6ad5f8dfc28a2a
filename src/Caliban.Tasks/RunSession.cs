using Caliban.Core.Diagnostics;
using Caliban.Core.Local.Sessions;
using Caliban.Core.Processes;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Opens a shell or a notebook where the build has a terminal, and says what to type where it has none.</summary>
[MSBuildMultiThreadableTask]
public sealed class RunSession : CalibanTask
{
    /// <summary>The file that <see cref="PlanSession"/> wrote.</summary>
    [Required]
    public string PlanFile { get; set; } = "";

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var plan = await SessionPlanFile.ReadAsync(PlanFile, cancellationToken);
        var terminal = SessionTerminal.Of(Environment.GetEnvironmentVariable);
        if (TerminalLogger == "1" || !terminal.IsTerminal)
        {
            throw DiagnosticException.Create(
                SessionDiagnostics.TerminalNeeded,
                SourceLocation.None,
                plan.Kind == SessionKind.Shell ? "A shell" : "A notebook",
                TerminalLogger == "1" ? "the terminal logger keeps it for itself" : "its input or output leads elsewhere",
                CommandLine.Format(["dotnet", "run", "--project", ProjectFile, $"-p:CalibanCommand={plan.Command}"]));
        }

        using var signals = new TerminationSignals(Cancel);
        var session = await new SessionRunner(plan, Environment.GetEnvironmentVariable, terminal, this).PrepareAsync(Show, cancellationToken);
        var exitCode = await session.RunAsync([], cancellationToken);
        if (exitCode != 0)
        {
            Report(Diagnostic.Create(SessionDiagnostics.SessionFailed, SourceLocation.None, plan.Kind == SessionKind.Shell ? "The shell" : "The notebook", exitCode));
        }
    }
}
