using Caliban.Core.Images.Context;
using Caliban.Core.Images.Dockerfiles;

namespace Caliban.Core.Images.Identity;

/// <summary>Everything that decides what the two stages of an image hold.</summary>
public sealed record ImageInputs(StageInputs Environment, StageInputs Code)
{
    public static ImageInputs Create(ImageDeclaration image, IReadOnlyList<ContextFile> environmentFiles, IReadOnlyList<ContextFile> codeFiles)
    {
        var environment = new StageInputs(
            Declared(image.Environment), EnvironmentDockerfile.Write(image.Environment, buildKit: false), Files(environmentFiles));
        var code = new StageInputs(
            [new ImageInput("environment", environment.Hash), .. Declared(image)],
            CodeDockerfile.Write(image, "environment"),
            Files(codeFiles));
        return new ImageInputs(environment, code);
    }

    private static IEnumerable<ImageInput> Declared(EnvironmentDeclaration environment) =>
    [
        new("environment image", environment.Image ?? ""),
        new("base image", environment.BaseImage),
        new("platform", environment.Platform),
        new("CalibanPython", environment.Python),
        .. Named("AptPackage", environment.AptPackages),
        .. Named("extra", environment.PythonProject?.Extras ?? []),
        .. Named("package folder", environment.PythonProject?.Folders ?? []),
        .. Named("PythonPackage", environment.PythonPackages),
        new("Julia", environment.JuliaVersion ?? ""),
        new("Cloud SQL proxy", environment.HasCloudSqlProxy ? "installed" : ""),
        .. environment.BuildArguments.Select(argument => new ImageInput($"BuildArgument {argument.Name}", argument.Value)),
        .. environment.BuildSecrets.Select(secret => new ImageInput($"BuildSecret {secret.Id}", $"{secret.Target} {secret.Export} {secret.ExportPath}")),
        .. Lines([.. environment.BaseLines, .. environment.Lines]),
    ];

    private static IEnumerable<ImageInput> Declared(ImageDeclaration image) =>
    [
        new("CalibanModule", $"{image.Program.Kind} {image.Program.Target}"),
        .. Lines(image.Lines),
        new("Cloud SQL instance", image.CloudSqlInstance ?? ""),
    ];

    private static IEnumerable<ImageInput> Named(string type, IReadOnlyList<string> names) =>
        names.Select(name => new ImageInput($"{type} {name}"));

    // A fragment is known by its first line.
    private static IEnumerable<ImageInput> Lines(IReadOnlyList<string> lines) =>
        lines.Select(line => new ImageInput($"DockerfileLine {line.Split('\n')[0]}", line.Contains('\n', StringComparison.Ordinal) ? line : ""));

    private static IEnumerable<ImageInput> Files(IReadOnlyList<ContextFile> files) =>
        files.Select(file => new ImageInput(file.Entry.Path, file.Fingerprint));
}
