using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>The user's own Dockerfile as the environment.</summary>
/// <param name="Path">Relative to the project folder.</param>
/// <param name="Sources">What it copies from the project folder.</param>
/// <param name="BaseImage">What its last stage begins with, or <c>scratch</c> where that cannot be known.</param>
internal sealed partial record OwnDockerfile(string Path, string Text, IReadOnlyList<string> Sources, string BaseImage)
{
    private const string Unknown = "scratch";

    /// <summary>Null when there was a mistake.</summary>
    public static OwnDockerfile? Read(string declared, string projectFolder, ProjectProperties properties)
    {
        var path = ProjectPath.Normalize(declared, out var problem);
        problem ??= ProjectPath.FileExists(projectFolder, path) ? null : "not a file of the project folder";
        var text = problem is null ? File.ReadAllText(ProjectPath.Resolve(projectFolder, path)) : "";
        var instructions = DockerfileReader.Read(text);
        if (problem is null && !instructions.Any(IsFrom))
        {
            problem = "a file without a FROM instruction";
        }

        if (problem is not null)
        {
            properties.Mistakes.Add(Diagnostic.Create(
                EnvironmentDiagnostics.OwnDockerfileInvalid, properties.Locate("CalibanEnvironmentDockerfile", declared), declared, problem));
            return null;
        }

        var sources = instructions.Select(CopiedSources.Of).ToList();
        return new OwnDockerfile(
            path,
            text,
            sources.Contains(null) ? ["."] : [.. ContextPatterns.Expand(projectFolder, sources.SelectMany(found => found!))],
            FindBase(instructions));
    }

    /// <summary>The text with a name for its last stage, and that name.</summary>
    public static (string Text, string Stage) Name(string text)
    {
        var last = DockerfileReader.Read(text).Last(IsFrom);
        if (Stage().Match(last.Arguments) is { Success: true } stage)
        {
            return (text, stage.Groups["name"].Value);
        }

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        lines[last.LastLine - 1] = $"{lines[last.LastLine - 1].TrimEnd()} AS environment";
        return (string.Join('\n', lines), "environment");
    }

    private static string FindBase(IReadOnlyList<DockerfileInstruction> instructions)
    {
        var stages = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var image = Unknown;
        foreach (var instruction in instructions.Where(IsFrom))
        {
            var words = instruction.Arguments.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal))
                .ToList();
            var name = words.FirstOrDefault() ?? Unknown;
            image = stages.GetValueOrDefault(name, name.Contains('$', StringComparison.Ordinal) ? Unknown : name);
            if (words.Count == 3)
            {
                stages[words[2]] = image;
            }
        }

        return image;
    }

    private static bool IsFrom(DockerfileInstruction instruction) => instruction.Keyword == "FROM";

    [GeneratedRegex(@"\sAS\s+(?<name>\S+)\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Stage();
}
