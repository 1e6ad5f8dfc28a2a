namespace Caliban.Core.Images.Dockerfiles;

/// <summary>How files of the project folder come into the environment before pip reads them.</summary>
internal abstract class EnvironmentFiles
{
    /// <summary>The instructions that copy what <c>requirements.txt</c> needs.</summary>
    public abstract IEnumerable<string> Requirements { get; }

    /// <summary>The instructions that copy what the project's own installation reads.</summary>
    public abstract IEnumerable<string> Project { get; }
}

/// <summary>From a context where the files of a step lie in a folder of their own: one instruction, one layer.</summary>
internal sealed class StagedFiles(EnvironmentDeclaration environment) : EnvironmentFiles
{
    /// <summary>Of the files of <c>requirements.txt</c>, inside the context.</summary>
    public const string RequirementsFolder = ".caliban/requirements";

    /// <summary>Of the packaging files, inside the context.</summary>
    public const string ProjectFolder = ".caliban/project";

    public override IEnumerable<string> Requirements => Copy(environment.RequirementFiles, RequirementsFolder);

    public override IEnumerable<string> Project => Copy(environment.PythonProject?.Files ?? [], ProjectFolder);

    private static IEnumerable<string> Copy(IReadOnlyList<string> files, string folder) =>
        files.Count == 1 ? [DockerfileText.Copy(files[0], $"./{files[0]}")] : [DockerfileText.Copy(folder, "./")];
}

/// <summary>From the project folder itself.</summary>
internal sealed class FolderFiles(EnvironmentDeclaration environment) : EnvironmentFiles
{
    public override IEnumerable<string> Requirements => environment.RequirementFiles.Select(file => DockerfileText.Copy(file, $"./{file}"));

    public override IEnumerable<string> Project => (environment.PythonProject?.Files ?? [])
        .GroupBy(file => file[..(file.LastIndexOf('/') + 1)])
        .Select(folder => DockerfileText.Copy(folder, $"./{folder.Key}"));
}
