using System.Text;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Writes the Dockerfile of the environment: what changes rarely first.</summary>
public static class EnvironmentDockerfile
{
    /// <summary>The same text for the same declaration, on every machine, with LF line ends.</summary>
    /// <param name="buildKit">Whether steps may use caches and secrets of BuildKit; the resulting files are the same.</param>
    public static string Write(EnvironmentDeclaration environment, bool buildKit) =>
        Write(environment, buildKit, new StagedFiles(environment));

    /// <summary>For people, whose context is the project folder.</summary>
    public static string WriteForPeople(EnvironmentDeclaration environment) =>
        Write(environment, environment.NeedsBuildKit, new FolderFiles(environment));

    private static string Write(EnvironmentDeclaration environment, bool buildKit, EnvironmentFiles files)
    {
        if (environment.Dockerfile is not null)
        {
            return environment.DockerfileText.EndsWith('\n') ? environment.DockerfileText : $"{environment.DockerfileText}\n";
        }

        var run = new RunStep(environment, buildKit);
        var pip = new PipSteps(environment, run);
        string[][] blocks =
        [
            [
                $"FROM {environment.BaseImage} AS environment",
                .. environment.BuildArguments.Select(argument => $"ARG {argument.Name}={DockerfileText.Value(argument.Value)}"),
                $"WORKDIR {ImageDeclaration.WorkingDirectory}",
            ],
            [.. environment.BaseLines],
            [.. AptStep.Write(environment, run)],
            [.. CondaStep.Write(environment, run)],
            [.. DownloadSteps.Write(environment, run)],
            [.. pip.Requirements(files.Requirements)],
            [.. pip.Project(files.Project)],
            [.. pip.Packages()],
            [.. environment.Lines],
        ];
        return new StringBuilder().AppendJoin('\n', blocks.Where(block => block.Length > 0).Select(block => $"{string.Join('\n', block)}\n")).ToString();
    }
}
