using Caliban.Core.Diagnostics;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Jobs.Planning;

/// <summary>
/// The variables of jobs that run elsewhere. They stand in requests, so none of them holds a secret: what a database needs is
/// passed on by the name of a secret, and a variable without a value is not passed on at all.
/// </summary>
public sealed class RemoteVariables(SweepPlan plan, ProjectConfiguration configuration)
{
    /// <exception cref="DiagnosticException">The file has mistakes: CAL1020 to CAL1029.</exception>
    public static RemoteVariables Read(SweepPlan plan)
    {
        var mistakes = new List<Diagnostic>();
        var configuration = ProjectConfiguration.Read(plan.ProjectFolder, mistakes);
        return mistakes.Count > 0 ? throw new DiagnosticException(mistakes) : new RemoteVariables(plan, configuration);
    }

    /// <summary>In the order of their names.</summary>
    /// <param name="group">The experiment group.</param>
    /// <param name="name">The unique name of the job.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Of(PlannedJob job, string group, string name)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["PYTHONUNBUFFERED"] = "1", ["CALIBAN_JOB"] = name };
        foreach (var (variable, value) in MlflowVariables.Of(plan, configuration, group, name, withPassword: false))
        {
            variables[variable] = value;
        }

        foreach (var variable in plan.Environment)
        {
            if (variable.Value is { } value)
            {
                variables[variable.Name] = value;
            }
        }

        return [.. variables];
    }
}
