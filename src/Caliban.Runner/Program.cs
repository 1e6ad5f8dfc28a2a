using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Runner;

// What 'dotnet run' starts: 'run PLAN [script arguments]' or 'show PLAN [script arguments]'.
if (args is not [var verb and ("run" or "show"), var planFile, .. var scriptArguments])
{
    await Console.Error.WriteLineAsync("usage: Caliban.Runner run|show PLAN [script arguments]; use 'dotnet run' in a Caliban project");
    return ExitCodes.Usage;
}

using var interruption = new Interruption();
var diagnostics = new ConsoleDiagnostics();
try
{
    var plan = (await PlanFile.ReadAsync(planFile, interruption.Token)).WithScriptArguments(scriptArguments);
    diagnostics.Silenced = plan.SilencedWarnings;
    return verb == "show" ? Show(plan) : await RunAsync(plan);
}
catch (DiagnosticException exception)
{
    foreach (var diagnostic in exception.Diagnostics)
    {
        diagnostics.Report(diagnostic);
    }

    return ExitCodes.Failed;
}
catch (OperationCanceledException)
{
    return ExitCodes.Interrupted;
}
catch (Exception exception)
{
    diagnostics.Report(Diagnostic.Create(ProjectDiagnostics.UnexpectedError, SourceLocation.None, "The sweep", exception.Message));
    return ExitCodes.Failed;
}

// The plan of a dry run was written for this one reading.
int Show(SweepPlan plan)
{
    File.Delete(planFile);
    foreach (var line in LocalSweep.Preview(plan, Environment.GetEnvironmentVariable))
    {
        Console.Out.WriteLine(line);
    }

    return ExitCodes.Succeeded;
}

async Task<int> RunAsync(SweepPlan plan)
{
    var result = await SweepDisplay.RunAsync(plan, diagnostics, interruption.Token);
    foreach (var failure in result.Jobs.Select(job => job.Failure).OfType<Diagnostic>())
    {
        diagnostics.Report(failure);
    }

    if (result.WasCanceled)
    {
        diagnostics.Report(Diagnostic.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, result.Headline));
        return ExitCodes.Interrupted;
    }

    return result.Succeeded ? ExitCodes.Succeeded : ExitCodes.Failed;
}
