using Caliban.Core.Images.Context;
using Caliban.Core.Images.Dockerfiles;

namespace Caliban.Core.Images.Building;

/// <summary>Where the files of an environment lie in the context that its Dockerfile copies from.</summary>
internal static class EnvironmentContext
{
    /// <summary>The files at their places, ordered by path; one that two steps copy is there twice.</summary>
    public static IReadOnlyList<ContextFile> Place(EnvironmentDeclaration environment, IReadOnlyList<ContextFile> files)
    {
        if (environment.Dockerfile is not null)
        {
            return files;
        }

        return
        [
            .. Step(environment.RequirementFiles, StagedFiles.RequirementsFolder)
                .Concat(Step(environment.PythonProject?.Files ?? [], StagedFiles.ProjectFolder))
                .Concat(Step([.. environment.DockerfileSources, .. new[] { environment.CondaFile }.OfType<string>()], folder: null))
                .DistinctBy(file => file.Entry.Path, StringComparer.Ordinal)
                .OrderBy(file => file.Entry.Path, StringComparer.Ordinal),
        ];

        IEnumerable<ContextFile> Step(IReadOnlyList<string> sources, string? folder) => files
            .Where(file => sources.Any(source => IsIn(file.Entry.Path, source)))
            .Select(file => folder is null || sources.Count == 1 ? file : file with { Entry = file.Entry with { Path = $"{folder}/{file.Entry.Path}" } });
    }

    private static bool IsIn(string path, string source) =>
        source == "." || path == source || (path.StartsWith(source, StringComparison.Ordinal) && path[source.Length] == '/');
}
