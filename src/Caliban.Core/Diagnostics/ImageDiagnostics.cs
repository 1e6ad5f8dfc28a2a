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

    public static DiagnosticDescriptor AptPackageNotFound { get; } = new(
        "CAL3006",
        DiagnosticSeverity.Error,
        "A Debian package does not exist in the base image's release",
        "AptPackage '{0}' could not be installed on the base image '{1}'. The engine says: {2}. Correct the name, or choose a base image whose release has it.",
        "apt found no package of that name or version in the release of the base image.",
        "Search the name for your release at packages.debian.org or packages.ubuntu.com; names and versions differ between releases.");

    public static DiagnosticDescriptor BaseImageNotFound { get; } = new(
        "CAL3007",
        DiagnosticSeverity.Error,
        "The base image cannot be had",
        "The base image '{0}' is not in the engine and could not be pulled. The engine says: {1}. Correct the BaseImage item, or log in to its registry with 'docker login'.",
        "The name or tag of a `BaseImage` does not exist, its registry wants a login, or the network does not reach it.",
        "Try `docker pull` with the same name; it says the same.");

    public static DiagnosticDescriptor RequirementNotInstalled { get; } = new(
        "CAL3008",
        DiagnosticSeverity.Error,
        "A Python requirement cannot be installed",
        "pip could not install what {0} asks for. It says: {1}. Correct the requirement, or the index that pip uses.",
        "No version of a package fits the requirement and the Python of the base image, two requirements contradict each other, or the index cannot be reached.",
        "pip's own lines above the error name the versions there are and who asks for which.");

    public static DiagnosticDescriptor EngineLost { get; } = new(
        "CAL3009",
        DiagnosticSeverity.Error,
        "The engine stopped answering while it built",
        "The Docker engine stopped answering while it built '{0}': {1}. Nothing was named, so nothing half-made is left; start the engine and build again.",
        "The engine was stopped or crashed, or the connection to it was lost, in the middle of a build.",
        "Start the engine. Steps that were finished are in its cache.");

    public static DiagnosticDescriptor TemporaryFolderUnwritable { get; } = new(
        "CAL3080",
        DiagnosticSeverity.Error,
        "A temporary file cannot be written",
        "The image cannot be prepared, because the temporary folder '{0}' cannot be written: {1}. Free some space there, or let TMPDIR (TEMP on Windows) name another folder.",
        "The files of an image are put into one archive before they are sent, and the disk of the temporary folder is full or read-only.",
        "Free some space, or set `TMPDIR` (`TEMP` on Windows).");
}
