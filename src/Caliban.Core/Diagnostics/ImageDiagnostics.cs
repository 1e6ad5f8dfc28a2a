namespace Caliban.Core.Diagnostics;

/// <summary>CAL3xxx: images, engines that build them, and registries.</summary>
public static class ImageDiagnostics
{
    public static DiagnosticDescriptor BuildFailed { get; } = new(
        "CAL3001",
        DiagnosticSeverity.Error,
        "The image could not be built",
        "docker build of '{0}' failed with exit code {1}. {2}The Dockerfile is '{3}'.",
        "The Docker engine refused a step of the Dockerfile: a base image that cannot be pulled, a package that does not exist, a requirement that cannot be installed.",
        "Read the engine's last lines, shown above the error; correct the item they are about.");

    public static DiagnosticDescriptor EngineNeeded { get; } = new(
        "CAL3002",
        DiagnosticSeverity.Error,
        "Building an image needs a Docker engine",
        "The image cannot be built, because no Docker engine can be used: {0}. Start Docker, or run without an image: -t:CalibanRun -p:CalibanEngine=process.",
        "`CalibanBuild` was asked for, and no Docker engine answers, or `CalibanEngine` is `process`.",
        "Start the engine (or set `DOCKER_HOST`), and leave `CalibanEngine` at `auto` or `docker`.");

    public static DiagnosticDescriptor ContextUnreadable { get; } = new(
        "CAL3004",
        DiagnosticSeverity.Error,
        "A file for the image cannot be read",
        "'{0}' belongs into the image and cannot be read: {1}. Correct its permissions, or move it out of the copied folders.",
        "A file in the package folder, an `ExtraDirectory` or `requirements.txt` cannot be opened.",
        "Make the file readable, or move it elsewhere.");

    public static DiagnosticDescriptor BuildKitNeeded { get; } = new(
        "CAL3005",
        DiagnosticSeverity.Error,
        "Build secrets need BuildKit",
        "The environment uses BuildSecret items or CalibanBuildSsh, and this docker command builds with the classic builder, which would have to write them into the image. Install the buildx plugin, or use a client before 23.0 with DOCKER_BUILDKIT=1.",
        "Only BuildKit can show a secret or an SSH agent to a step without keeping it. The classic builder is used when the buildx plugin is missing or `DOCKER_BUILDKIT` is 0.",
        "Install buildx (`docker-buildx-plugin`), or remove the `BuildSecret` items.");
}
