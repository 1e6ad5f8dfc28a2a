namespace Caliban.Core.Diagnostics;

/// <summary>CAL1020 to CAL1029: <c>.calibanconfig.json</c>.</summary>
public static class ConfigurationFileDiagnostics
{
    public static DiagnosticDescriptor SyntaxInvalid { get; } = new(
        "CAL1020",
        DiagnosticSeverity.Error,
        "The configuration file is not JSON",
        ".calibanconfig.json is not JSON here: {0} Comments (# and //) and a trailing comma are allowed.",
        "`.calibanconfig.json` cannot be read as JSON.",
        "Correct the place that the message names.");

    public static DiagnosticDescriptor Unreadable { get; } = new(
        "CAL1021",
        DiagnosticSeverity.Error,
        "The configuration file cannot be read",
        ".calibanconfig.json cannot be read: {0}. Correct its permissions, or remove it.",
        "`.calibanconfig.json` exists and cannot be opened.",
        "Make the file readable.");

    public static DiagnosticDescriptor KeyUnknown { get; } = new(
        "CAL1022",
        DiagnosticSeverity.Error,
        "The configuration file has an unknown key",
        "\"{0}\" is no key of .calibanconfig.json{1}. {2}",
        "`.calibanconfig.json` has a key that means nothing; it may be mistyped.",
        "Correct or remove the key.");

    public static DiagnosticDescriptor ValueInvalid { get; } = new(
        "CAL1023",
        DiagnosticSeverity.Error,
        "The configuration file has a value that is not allowed",
        "{0} of .calibanconfig.json must be {1}.",
        "A value in `.calibanconfig.json` is of another type, empty, or none of those that are possible.",
        "Correct the value as the message says.");

    public static DiagnosticDescriptor KeysMissing { get; } = new(
        "CAL1024",
        DiagnosticSeverity.Error,
        "The configuration file lacks keys",
        "\"{0}\" of .calibanconfig.json lacks {1}.",
        "`mlflow_config` has to say all of `project`, `region`, `db`, `user`, `password` and `artifact_root`.",
        "Add the keys.");

    public static DiagnosticDescriptor KeyTwice { get; } = new(
        "CAL1025",
        DiagnosticSeverity.Error,
        "The configuration file has a key twice",
        "The key \"{0}\" of .calibanconfig.json stands here a second time. Remove one of the two.",
        "An object in `.calibanconfig.json` has the same key more than once, and only one of the values could count.",
        "Remove one of them.");
}
