using Caliban.Core.Local.Sessions;

namespace Caliban.Runner;

/// <summary>Opens a shell or a notebook on the terminal of this process.</summary>
internal static class SessionVerbs
{
    public static async Task<int> RunAsync(
        string planFile, IReadOnlyList<string> arguments, ConsoleDiagnostics diagnostics, Interruption interruption)
    {
        var runner = await ReadAsync(planFile, diagnostics, interruption.Token);
        var session = await runner.PrepareAsync(Console.Error.WriteLine, interruption.Token);
        interruption.LeaveCtrlCToChild();
        return await session.RunAsync(arguments, interruption.Token);
    }

    /// <summary>A dry run. Its plan was written for this one reading.</summary>
    public static async Task<int> ShowAsync(
        string planFile, IReadOnlyList<string> arguments, ConsoleDiagnostics diagnostics, Interruption interruption)
    {
        var runner = await ReadAsync(planFile, diagnostics, interruption.Token);
        File.Delete(planFile);
        await Console.Out.WriteLineAsync(runner.Preview(arguments));
        return ExitCodes.Succeeded;
    }

    private static async Task<SessionRunner> ReadAsync(string planFile, ConsoleDiagnostics diagnostics, CancellationToken cancellationToken)
    {
        var plan = await SessionPlanFile.ReadAsync(planFile, cancellationToken);
        diagnostics.Silenced = plan.SilencedWarnings;
        return new SessionRunner(plan, Environment.GetEnvironmentVariable, SessionTerminal.Of(Environment.GetEnvironmentVariable), diagnostics);
    }
}
