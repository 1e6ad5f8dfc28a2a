using System.Collections.Frozen;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Reads <c>DockerfileLine</c> items: an instruction, or the path of a file of instructions.</summary>
internal sealed class DockerfileLines(string projectFolder, ICollection<Diagnostic> mistakes)
{
    private static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");

    private readonly List<string> _copied = [];

    /// <summary>Right after <c>FROM</c>.</summary>
    public List<string> Base { get; } = [];

    /// <summary>After everything is installed.</summary>
    public List<string> Environment { get; } = [];

    /// <summary>After the code.</summary>
    public List<string> Code { get; } = [];

    /// <summary>What the lines of the environment copy from the project folder.</summary>
    public IReadOnlyList<string> Sources => _copied;

    public void Read(IReadOnlyList<DeclaredItem> items)
    {
        foreach (var item in items)
        {
#pragma warning disable CA1308 // the names as the documentation writes them
            var stage = item.Get("Stage").Trim().ToLowerInvariant();
#pragma warning restore CA1308
            var lines = stage switch { "base" => Base, "" or "environment" => Environment, "code" => Code, _ => null };
            if (lines is null)
            {
                Refuse(item, $"its Stage is '{item.Get("Stage")}', and a stage is 'base', 'environment' or 'code'");
            }
            else if (Text(item) is { } text && Check(item, text, isCode: stage == "code"))
            {
                lines.Add(text.TrimEnd('\n'));
            }
        }
    }

    /// <summary>Instructions have at least two words, so one word is a path.</summary>
    private string? Text(DeclaredItem item)
    {
        if (item.Name.Trim().Any(char.IsWhiteSpace))
        {
            return item.Name.ReplaceLineEndings("\n");
        }

        var path = ProjectPath.Normalize(item.Name, out var problem);
        problem ??= ProjectPath.FileExists(projectFolder, path) ? null : "neither an instruction, such as 'ENV NAME=value', nor a file of the project folder";
        if (problem is null)
        {
            return File.ReadAllText(ProjectPath.Resolve(projectFolder, path)).ReplaceLineEndings("\n");
        }

        Refuse(item, $"it is {problem}");
        return null;
    }

    private bool Check(DeclaredItem item, string text, bool isCode)
    {
        foreach (var instruction in DockerfileReader.Read(text))
        {
            var problem = instruction.Keyword == "FROM" ? "it has a FROM, and the stages are made here; use CalibanEnvironmentDockerfile for stages of your own"
                : !Known.Contains(instruction.Keyword) ? $"'{instruction.Keyword}' is no instruction of a Dockerfile"
                : null;
            var sources = CopiedSources.Of(instruction);
            if (isCode && sources is not [])
            {
                problem ??= $"{instruction.Keyword} takes files of the project, and in the stage 'code' they are below {ImageDeclaration.WorkingDirectory} already (use RUN cp), or are brought by ExtraDirectory";
            }

            if (problem is not null)
            {
                Refuse(item, problem);
                return false;
            }

            _copied.AddRange(ContextPatterns.Expand(projectFolder, sources ?? ["."]));
        }

        return true;
    }

    private void Refuse(DeclaredItem item, string problem) =>
        mistakes.Add(Diagnostic.Create(EnvironmentDiagnostics.DockerfileLineInvalid, item.Location, item.Name.Split('\n')[0], problem));
}
