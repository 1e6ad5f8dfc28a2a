using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Reads <c>BuildSecret</c> items. Whether the secret is there is asked when something is built with it.</summary>
internal static partial class BuildSecrets
{
    private static readonly string[] Exports = ["Export", "ExportPath"];

    public static IReadOnlyList<BuildSecret> Resolve(IReadOnlyList<DeclaredItem> items, string projectFolder, ICollection<Diagnostic> mistakes)
    {
        var secrets = new Dictionary<string, BuildSecret>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (Problem(item) is { } problem)
            {
                mistakes.Add(Diagnostic.Create(ProjectDiagnostics.ItemInvalid, item.Location, "BuildSecret", item.Name, problem));
                continue;
            }

            var source = Text(item, "Source");
            secrets[item.Name] = new BuildSecret(
                item.Name,
                source is null ? null : Path.GetFullPath(source, projectFolder),
                source is null ? Text(item, "Variable") ?? item.Name : null,
                Text(item, "Destination"),
                Text(item, "Export"))
            {
                ExportPath = Text(item, "ExportPath"),
                DeclaredIn = item.DefiningFile,
            };
        }

        return [.. secrets.Values];
    }

    private static string? Problem(DeclaredItem item) =>
        !Id().IsMatch(item.Name) ? "a secret is named with letters, digits, '.', '_' and '-'"
        : item.Get("Source").Length > 0 && item.Get("Variable").Length > 0 ? "it has both a Source and a Variable, and its value can come from one of them only"
        : item.Get("Source").Length == 0 && item.Get("Variable").Length == 0 && !VariableChecks.IsValid(item.Name)
            ? "it has neither a Source (a file) nor a Variable, and its own name is not one of a variable"
        : item.Get("Variable").Length > 0 && !VariableChecks.IsValid(item.Get("Variable")) ? "its Variable is not the name of one"
        : item.Get("Destination").Length > 0 && !Target().IsMatch(item.Get("Destination")) ? "its Destination is an absolute path like '/root/.netrc', without blanks and quotes"
        : Exports.FirstOrDefault(name => item.Get(name).Length > 0 && !VariableChecks.IsValid(item.Get(name))) is { } name
            ? $"its {name} is not the name of a variable"
        : null;

    private static string? Text(DeclaredItem item, string name) => item.Get(name) is { Length: > 0 } text ? text : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"\A/[A-Za-z0-9_./+@-]+\z")]
    private static partial Regex Target();
}
