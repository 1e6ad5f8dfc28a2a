using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Building;

/// <summary>Finds in the lines of a failed build what of the project it is about.</summary>
/// <param name="projectFile">Where items are declared; absolute.</param>
internal sealed partial class BuildFailure(ImageDeclaration image, string projectFile, string projectFolder)
{
    /// <summary>The diagnostic that names the item; null when the lines are about something else.</summary>
    public Diagnostic? Explain(IReadOnlyList<string> lines)
    {
        var environment = image.Environment;
        foreach (var line in lines.Select(line => BuildKitPrefix().Replace(line, "").Trim()))
        {
            if (AptMessage().Match(line) is { Success: true } apt
                && environment.AptPackages.FirstOrDefault(package => Mentions(apt.Value, PackageName().Match(package).Value)) is { } package)
            {
                return Diagnostic.Create(
                    ImageDiagnostics.AptPackageNotFound, ProjectFileLocator.Item(projectFile, "AptPackage", package), package, environment.BaseImage, apt.Value);
            }

            if (PipMessage().Match(line) is { Success: true } pip)
            {
                return RequirementNotInstalled(pip.Value);
            }
        }

        // A step of ours that pulls something says so in its own words, above; what is left is the base image.
        return lines.Any(line => StepStarted().IsMatch(line)) ? null
            : lines.LastOrDefault(line => PullMessage().IsMatch(line)) is { } refusal
                ? Diagnostic.Create(
                    ImageDiagnostics.BaseImageNotFound,
                    ProjectFileLocator.Item(projectFile, "BaseImage", environment.BaseImage),
                    environment.BaseImage,
                    BuildKitPrefix().Replace(refusal, "").Trim())
                : null;
    }

    private Diagnostic RequirementNotInstalled(string message)
    {
        var environment = image.Environment;
        return environment.PythonPackages.FirstOrDefault(package => Mentions(message, PackageName().Match(package).Value)) is { } item
            ? Diagnostic.Create(
                ImageDiagnostics.RequirementNotInstalled, ProjectFileLocator.Item(projectFile, "PythonPackage", item), $"PythonPackage '{item}'", message)
            : environment.RequirementFiles.Count > 0
                ? Diagnostic.Create(
                    ImageDiagnostics.RequirementNotInstalled,
                    new SourceLocation(Path.Combine(projectFolder, EnvironmentDeclaration.RequirementsFile)),
                    EnvironmentDeclaration.RequirementsFile,
                    message)
                : Diagnostic.Create(ImageDiagnostics.RequirementNotInstalled, new SourceLocation(projectFile), "the project", message);
    }

    private static bool Mentions(string message, string name) =>
        name.Length > 0 && Regex.IsMatch(message, $@"(?<![A-Za-z0-9._+-]){Regex.Escape(name)}(?![A-Za-z0-9_+-])", RegexOptions.IgnoreCase);

    /// <summary><c>#7 1.234 </c></summary>
    [GeneratedRegex(@"^#\d+ (\d+\.\d+ )?")]
    private static partial Regex BuildKitPrefix();

    [GeneratedRegex(@"^E: (Unable to locate package|Version '.*' for|Package '.*' has no installation candidate|Couldn't find any package by|Release '.*' for).*")]
    private static partial Regex AptMessage();

    [GeneratedRegex(@"^ERROR: (Could not find a version that satisfies the requirement|No matching distribution found for|Cannot install|ResolutionImpossible|Invalid requirement).*")]
    private static partial Regex PipMessage();

    [GeneratedRegex(@"\[([^\] ]+ )?\s*\d+/\d+\] (RUN|WORKDIR|COPY|ADD)|^Step ([2-9]|\d\d+)/")]
    private static partial Regex StepStarted();

    [GeneratedRegex(@"pull access denied|manifest unknown|manifest for .* not found|not found: manifest|failed to resolve source metadata|invalid reference format|no such host|failed to do request|unauthorized|denied|registry-1|dial tcp|not found", RegexOptions.IgnoreCase)]
    private static partial Regex PullMessage();

    /// <summary>A requirement without its version.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.+_-]*")]
    private static partial Regex PackageName();
}
