using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Reports.ContinuousIntegration;
using Spectre.Console;

namespace Caliban.Runner;

/// <summary>Runs a plan with a live display on a terminal, and with plain lines elsewhere.</summary>
internal static class SweepDisplay
{
    public static async Task<SweepResult> RunAsync(SweepPlan plan, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        return Terminal.IsPlain
            ? await RunPlainAsync(plan, diagnostics, cancellationToken)
            : await RunLiveAsync(plan, diagnostics, cancellationToken);
    }

    private static async Task<SweepResult> RunPlainAsync(SweepPlan plan, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        var (result, report) = await LocalSweep.RunAsync(
            plan, Environment.GetEnvironmentVariable, new PlainSweepObserver(Console.Out.WriteLine), diagnostics, cancellationToken);
        CiConsole.Write(report.ConsoleLines, Console.Out.WriteLine);
        await Console.Out.WriteLineAsync(result.Headline);
        return result;
    }

    private static async Task<SweepResult> RunLiveAsync(SweepPlan plan, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        var (result, _) = await AnsiConsole.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(
                new SpinnerColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new SweepBarColumn(),
                new ElapsedTimeColumn())
            .StartAsync(progress => LocalSweep.RunAsync(
                plan,
                Environment.GetEnvironmentVariable,
                new LiveSweepObserver(AnsiConsole.Console, progress),
                diagnostics,
                cancellationToken));
        AnsiConsole.Write(ResultTable.Create(result));
        AnsiConsole.MarkupLineInterpolated($"[bold]{result.Headline}[/]");
        return result;
    }
}
