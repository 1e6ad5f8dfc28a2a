using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Jobs.Planning;

/// <summary>Checks <c>JobEnvironment</c> items. A value stands in the plan, so a secret is passed on from the build instead: without a <c>Value</c>.</summary>
internal static class JobEnvironmentItems
{
    /// <summary>What the engines set for every job themselves.</summary>
    private static readonly string[] Reserved = ["CALIBAN_PROCESS", "CALIBAN_JOB", "CALIBAN_METRICS", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"];

    /// <summary>In the order of their names; of two with one name the last wins, as on a command line.</summary>
    public static IReadOnlyList<JobVariable> Resolve(IReadOnlyList<DeclaredItem> items, ICollection<Diagnostic> mistakes)
    {
        var variables = new SortedDictionary<string, JobVariable>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (Problem(item) is { } problem)
            {
                mistakes.Add(Diagnostic.Create(ProjectDiagnostics.ItemInvalid, item.Location, "JobEnvironment", item.Name, problem));
            }

            var value = item.Get("Value");
            variables[item.Name] = new JobVariable(item.Name, value.Length > 0 ? value : null);
        }

        return [.. variables.Values];
    }

    private static string? Problem(DeclaredItem item) =>
        !VariableChecks.IsValid(item.Name) ? "a variable is named with letters, digits and underscores, and does not begin with a digit"
        : Reserved.Contains(item.Name, StringComparer.Ordinal) ? "Caliban sets this variable itself"
        : item.Get("Value").Contains('\n', StringComparison.Ordinal) ? "its Value has more than one line"
        : item.Get("Value").Length > 0 && VariableChecks.IsSecret(item.Name)
            ? "by its name it holds a secret, and its Value would stand in the plan and in build logs; leave out the Value to pass on the variable of the build"
        : VariableChecks.HasPassword(item.Get("Value"))
            ? "its Value is an address with a password, which would stand in the plan and in build logs; leave out the Value to pass on the variable of the build"
        : null;
}
