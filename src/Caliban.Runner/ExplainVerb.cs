using System.Globalization;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Local;

namespace Caliban.Runner;

/// <summary>Shows why each experiment of a plan would run, or would not.</summary>
internal static class ExplainVerb
{
    /// <param name="arguments">The numbers of the experiments, separated by semicolons, empty for all; then arguments of the script.</param>
    public static async Task<int> RunAsync(
        string planFile, IReadOnlyList<string> arguments, ConsoleDiagnostics diagnostics, CancellationToken cancellationToken)
    {
        var plan = (await PlanFile.ReadAsync(planFile, cancellationToken)).WithScriptArguments([.. arguments.Skip(1)]);
        diagnostics.Silenced = plan.SilencedWarnings;
        var numbers = arguments.Count == 0 ? [] : arguments[0].Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries);
        var experiments = await new SweepExplanation(Environment.GetEnvironmentVariable, diagnostics).ReadAsync(plan, plan.Group, cancellationToken);
        ExplainedExperiment[] chosen =
        [
            .. experiments.Where(experiment => numbers.Length == 0 || numbers.Contains(experiment.Job.Index.ToString(CultureInfo.InvariantCulture))),
        ];
        foreach (var line in ExplanationLines.Of(chosen))
        {
            await Console.Out.WriteLineAsync(line);
        }

        return ExitCodes.Succeeded;
    }
}
