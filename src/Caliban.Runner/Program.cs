using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Runner;

// What 'dotnet run' starts.
if (args is not [var verb and ("run" or "show" or "explain" or "shell" or "notebook" or "show-session" or "request"), var planFile, .. var arguments])
{
    await Console.Error.WriteLineAsync(
        "usage: Caliban.Runner run|show|explain|shell|notebook|show-session|request PLAN [arguments]; use 'dotnet run' in a Caliban project");
    return ExitCodes.Usage;
}

using var interruption = new Interruption();
var diagnostics = new ConsoleDiagnostics();
try
{
    return verb switch
    {
        "run" => await SweepVerb.RunAsync(await ReadAsync(), diagnostics, interruption.Token),
        "show" => await ShowAsync(await ReadAsync()),
        "explain" => await ExplainVerb.RunAsync(planFile, arguments, diagnostics, interruption.Token),
        "request" => await TrackingVerbs.RunAsync(planFile, diagnostics, interruption.Token),
        "show-session" => await SessionVerbs.ShowAsync(planFile, arguments, diagnostics, interruption),
        _ => await SessionVerbs.RunAsync(planFile, arguments, diagnostics, interruption),
    };
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
    diagnostics.Report(Diagnostic.Create(ProjectDiagnostics.UnexpectedError, SourceLocation.None, verb is "run" or "show" or "explain" ? "The sweep" : verb is "request" ? "The history" : "The session", exception.Message));
    return ExitCodes.Failed;
}

async Task<SweepPlan> ReadAsync()
{
    var plan = (await PlanFile.ReadAsync(planFile, interruption.Token)).WithScriptArguments(arguments);
    diagnostics.Silenced = plan.SilencedWarnings;
    return plan;
}

// The plan of a dry run was written for this one reading.
async Task<int> ShowAsync(SweepPlan plan)
{
    File.Delete(planFile);
    foreach (var line in await LocalSweep.PreviewAsync(plan, Environment.GetEnvironmentVariable, interruption.Token))
    {
        await Console.Out.WriteLineAsync(line);
    }

    return ExitCodes.Succeeded;
}
