using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Checks the properties of an environment.</summary>
internal static partial class EnvironmentProperties
{
    public static string Platform(string text, ProjectProperties properties) => text.Trim() switch
    {
        "" => "linux/amd64",
        "linux/amd64" or "linux/arm64" or "linux/arm64/v8" => text.Trim(),
        _ => Invalid("CalibanPlatform", text, "'linux/amd64' or 'linux/arm64'", properties, "linux/amd64"),
    };

    public static string Python(string text, ProjectProperties properties) =>
        text.Length == 0 ? "python"
        : ImageItems.IsProgramName(text) ? text
        : Invalid("CalibanPython", text, "a program's name or path, such as 'python3'", properties, "python");

    /// <summary>A reference, or <c>oci:folder[:tag]</c>.</summary>
    public static string FinishedImage(string text, ProjectProperties properties)
    {
        var name = text.Trim();
        var problem = name.StartsWith("oci:", StringComparison.Ordinal)
            ? OciFolder().IsMatch(name) ? null : "the folder of an OCI layout is missing"
            : ImageItems.ReferenceProblem(name);
        return problem is null
            ? name
            : Invalid("CalibanEnvironmentImage", text, $"a reference like 'registry.example.com/team/environment:1', or 'oci:folder:tag' ({problem})", properties, name);
    }

    public static bool IsExtra(string name) => Extra().IsMatch(name);

    private static string Invalid(string name, string text, string allowed, ProjectProperties properties, string otherwise)
    {
        properties.Mistakes.Add(Diagnostic.Create(ProjectDiagnostics.PropertyInvalid, properties.Locate(name, text), name, text, allowed));
        return otherwise;
    }

    [GeneratedRegex(@"\Aoci:(?!\s*(:|\z))[^\p{Cc}]+\z")]
    private static partial Regex OciFolder();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\z")]
    private static partial Regex Extra();
}
