namespace Caliban.Core.Images.Dockerfiles;

/// <summary>
/// What pip installs, in a fixed order: <c>requirements.txt</c> first, because its pins are then there when the project itself
/// and single packages are satisfied; the other way round pip would replace what it had just installed.
/// </summary>
internal sealed class PipSteps(EnvironmentDeclaration environment, RunStep run)
{
    /// <summary>Every base image has it; a folder that is made for the mount would stay in the image.</summary>
    private const string Cache = "/var/cache";

    // The variable lets pip install into a Debian or Ubuntu base, whose Python is marked as managed by apt (PEP 668);
    // inside an image there is nothing else to protect.
    private string Install => run.IsBuildKit
        ? $"PIP_CACHE_DIR={Cache}/pip PIP_BREAK_SYSTEM_PACKAGES=1 {environment.Python} -m pip install"
        : $"PIP_BREAK_SYSTEM_PACKAGES=1 {environment.Python} -m pip install --no-cache-dir";

    public IEnumerable<string> Requirements(IEnumerable<string> copies)
    {
        if (environment.RequirementFiles.Count == 0)
        {
            return [];
        }

        var isProjectThere = environment.PythonProject is { } project && project.Files.All(environment.RequirementFiles.Contains);
        return [.. copies, run.Write(Cache, [.. isProjectThere ? Folders() : [], $"{Install} -r {EnvironmentDeclaration.RequirementsFile}"])];
    }

    /// <summary>
    /// Editable: what is imported is the code that the code stage adds at the same place, so a change of it installs nothing
    /// again.
    /// </summary>
    public IEnumerable<string> Project(IEnumerable<string> copies)
    {
        if (environment.PythonProject is not { } project)
        {
            return [];
        }

        var extras = project.Extras.Count > 0 ? $"[{string.Join(',', project.Extras)}]" : "";
        return [.. copies, run.Write(Cache, [.. Folders(), $"{Install} --editable {DockerfileText.ShellWord($".{extras}")}"])];
    }

    public IEnumerable<string> Packages() => environment.PythonPackages.Count == 0
        ? []
        : [run.Write(Cache, [$"{Install} {string.Join(' ', environment.PythonPackages.Select(DockerfileText.ShellWord))}"])];

    private IEnumerable<string> Folders() => environment.PythonProject?.Folders is { Count: > 0 } folders
        ? [$"mkdir -p {string.Join(' ', folders.Select(DockerfileText.ShellWord))}"]
        : [];
}
