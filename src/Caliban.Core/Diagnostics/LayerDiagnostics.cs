namespace Caliban.Core.Diagnostics;

/// <summary>CAL304x: images made of layers without an engine, and pushing them.</summary>
public static class LayerDiagnostics
{
    public static DiagnosticDescriptor CodeLinesNeedEngine { get; } = new(
        "CAL3040",
        DiagnosticSeverity.Error,
        "Instructions after the code need a Docker engine",
        "The DockerfileLine '{0}' comes after the code, and only an engine can execute it. Build with CalibanImageBuilder=docker, or move it into the environment with Stage=\"environment\".",
        "A `DockerfileLine` has `Stage=\"code\"`, and `CalibanImageBuilder` is `layer`, which puts files on an environment and executes nothing.",
        "Set `CalibanImageBuilder` to `docker`, or give the line the stage `environment`.");

    public static DiagnosticDescriptor EnvironmentNotPushed { get; } = new(
        "CAL3041",
        DiagnosticSeverity.Error,
        "The environment is not in the registry",
        "'{0}' does not have the environment of this project ({1}), and it cannot be built here: {2}. Run 'dotnet publish' once where Docker is, or name a finished image in CalibanEnvironmentImage.",
        "Without an engine only code is put on an environment that is there already. This one was never pushed to the repository, or its declaration has changed since.",
        "Publish once on a machine with a Docker engine and the same declarations; every other push then does without. Or set `CalibanEnvironmentImage` to an image of a registry or an OCI layout folder.");

    public static DiagnosticDescriptor FileChanged { get; } = new(
        "CAL3042",
        DiagnosticSeverity.Error,
        "A file changed while the image was made",
        "'{0}' changed while the image was made of it. Run it again when it is not being written.",
        "Files are hashed first, and the image is named by the hashes. One of them had another content when it was read for the image.",
        "Run it again, after whatever writes the file has ended.");

    public static DiagnosticDescriptor EnvironmentIncomplete { get; } = new(
        "CAL3043",
        DiagnosticSeverity.Error,
        "The registry has lost a part of the environment",
        "'{0}' has the environment '{1}' but not its part {2}. Push it anew where Docker is: dotnet publish -p:CalibanNoCache=true.",
        "The manifest of the environment is in the registry and one of its blobs is not, for example after a clean-up of its storage.",
        "Publish once with `CalibanNoCache` on a machine with a Docker engine. With `CalibanImageBuilder=auto` and an engine this happens by itself.");

    public static DiagnosticDescriptor ImageUnusable { get; } = new(
        "CAL3044",
        DiagnosticSeverity.Error,
        "An image cannot be used as environment",
        "'{0}' cannot be used as environment: {1}.",
        "Its manifest or configuration is damaged, of a kind that holds no image, or of a form older than Docker 1.10.",
        "Use another image, or push it again with a current tool.");

    public static DiagnosticDescriptor WrongPlatform { get; } = new(
        "CAL3045",
        DiagnosticSeverity.Error,
        "The environment is for another platform",
        "'{0}' is an image for {1}, and CalibanPlatform is {2}. Use an image for that platform, or change CalibanPlatform.",
        "Code can run only on the platform of its environment.",
        "Name an image for `CalibanPlatform`, or set `CalibanPlatform` to the one the message names.");

    public static DiagnosticDescriptor SaveFailed { get; } = new(
        "CAL3046",
        DiagnosticSeverity.Error,
        "The engine did not hand out an image",
        "docker save of '{0}' failed: {1}. Check the engine and the free space, and run it again.",
        "To push an environment, its layers are read from the engine with `docker save`, and that did not work.",
        "Read the engine's own words in the message. The layers are kept in `obj/caliban` meanwhile, which needs as much space as the image.");

    public static DiagnosticDescriptor LayoutNeedsLayer { get; } = new(
        "CAL3047",
        DiagnosticSeverity.Error,
        "Docker cannot build on an OCI layout folder",
        "CalibanEnvironmentImage is '{0}', and Docker cannot build on a folder. Set CalibanImageBuilder to layer or auto, or name an image of a registry.",
        "`CalibanEnvironmentImage` names an OCI layout folder and `CalibanImageBuilder` is `docker`.",
        "Use the builder `layer`, or push the image of the folder to a registry and name it there.");

    public static DiagnosticDescriptor EnvironmentImageMissing { get; } = new(
        "CAL3048",
        DiagnosticSeverity.Error,
        "The declared environment does not exist",
        "CalibanEnvironmentImage is '{0}', and there is no image of that name. Correct the name, or push the image first.",
        "The registry or folder can be read and has no such image, and no engine that may be used has it either.",
        "Check the name and the tag in `CalibanEnvironmentImage`.");

    public static DiagnosticDescriptor OutputUnwritable { get; } = new(
        "CAL3049",
        DiagnosticSeverity.Error,
        "A file of the image cannot be written",
        "'{0}' cannot be written: {1}. Free some space there or correct its permissions, and run it again.",
        "Layers and archives are written into the output folder of the project, and its disk is full or read-only.",
        "Free some space, or move `CalibanOutputFolder` or `CalibanImageArchive` to another disk.");
}
