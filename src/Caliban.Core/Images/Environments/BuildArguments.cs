using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Checks <c>BuildArgument</c> items. Their values stand in the history of the image, so none may be a secret.</summary>
internal static class BuildArguments
{
    public static IReadOnlyList<BuildArgument> Resolve(IReadOnlyList<DeclaredItem> items, ICollection<Diagnostic> mistakes)
    {
        var arguments = new Dictionary<string, BuildArgument>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var value = item.Get("Value");
            var problem = !VariableChecks.IsValid(item.Name) ? "a build argument is named like a variable, with letters, digits and '_'"
                : value.AsSpan().ContainsAny('\r', '\n') ? "its Value is more than one line"
                : null;
            if (problem is not null)
            {
                mistakes.Add(Diagnostic.Create(ProjectDiagnostics.ItemInvalid, item.Location, "BuildArgument", item.Name, problem));
            }
            else if (VariableChecks.IsSecret(item.Name) || VariableChecks.HasPassword(value))
            {
                mistakes.Add(Diagnostic.Create(
                    EnvironmentDiagnostics.BuildArgumentSecret,
                    item.Location,
                    item.Name,
                    VariableChecks.IsSecret(item.Name) ? "by its name" : "since its Value is an address with a password"));
            }

            // The last of one name wins, as on a command line.
            arguments[item.Name] = new BuildArgument(item.Name, value);
        }

        return [.. arguments.Values];
    }
}
