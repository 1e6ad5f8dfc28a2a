namespace Caliban.Core.Diagnostics;

/// <summary>CAL3010 to CAL3029: what declares the environment of an image.</summary>
public static class EnvironmentDiagnostics
{
    public static DiagnosticDescriptor RequirementReference { get; } = new(
        "CAL3010",
        DiagnosticSeverity.Error,
        "A requirements file refers to something that is not there",
        "'{0}' cannot be part of the image: {1}. Name a file inside the project folder; other files are named relative to the file that names them, packages relative to the project folder.",
        "A line of `requirements.txt`, or of a file it refers to, names another file, a wheel or a folder that does not exist or lies outside the project folder.",
        "Correct the path, or move what it names into the project folder.");

    public static DiagnosticDescriptor PackagingFileNotFound { get; } = new(
        "CAL3011",
        DiagnosticSeverity.Error,
        "A packaging file does not exist",
        "PackagingFile '{0}' is {1}. Name a file or folder inside the project folder.",
        "A `PackagingFile` item names a file that is not there or lies outside the project folder.",
        "Correct the path. It is relative to the project folder.");

    public static DiagnosticDescriptor DockerfileLineInvalid { get; } = new(
        "CAL3012",
        DiagnosticSeverity.Error,
        "A Dockerfile line cannot be used",
        "DockerfileLine '{0}' cannot be used: {1}.",
        "A `DockerfileLine` item, or the file it names, holds something that cannot stand at its place of the Dockerfile.",
        "Correct the item as the message says. In an item, write `%3B` for a semicolon.");

    public static DiagnosticDescriptor BuildArgumentSecret { get; } = new(
        "CAL3013",
        DiagnosticSeverity.Error,
        "A build argument is a secret",
        "BuildArgument '{0}' is a secret {1}, and the value of a build argument stands in the history of the image for everyone to read. Use <BuildSecret Include=\"{0}\" Export=\"{0}\" />, which takes the value from the variable of that name and leaves it nowhere.",
        "A `BuildArgument` item has the name of a token, password or key, or a value with a password in an address.",
        "Use a `BuildSecret` item. Rename the argument if it is none.");

    public static DiagnosticDescriptor BuildSecretMissing { get; } = new(
        "CAL3014",
        DiagnosticSeverity.Error,
        "A build secret is not there",
        "BuildSecret '{0}' cannot be given to the build: {1}.",
        "The environment has to be built, and the file or variable that a `BuildSecret` item takes its value from does not exist or is empty.",
        "Set the variable, or correct `Source`.");

    public static DiagnosticDescriptor OwnDockerfileInvalid { get; } = new(
        "CAL3015",
        DiagnosticSeverity.Error,
        "The Dockerfile of the environment cannot be used",
        "CalibanEnvironmentDockerfile '{0}' is {1}. Name a Dockerfile inside the project folder.",
        "`CalibanEnvironmentDockerfile` names a file that is not there, lies outside the project folder, or has no `FROM`.",
        "Correct the path. It is relative to the project folder.");

    public static DiagnosticDescriptor BuildOptionReserved { get; } = new(
        "CAL3016",
        DiagnosticSeverity.Error,
        "An option of docker build is not free to use",
        "CalibanDockerBuildArgs contains '{0}', which is set here: {1}. Remove the option.",
        "`CalibanDockerBuildArgs` contains an option that decides where the image goes or what it is called.",
        "Remove it; the message names what to use instead.");
}
