namespace Caliban.Core.Diagnostics;

/// <summary>CAL3030–CAL3039: the files that go into an image.</summary>
public static class ContextDiagnostics
{
    public static DiagnosticDescriptor IgnorePatternInvalid { get; } = new(
        "CAL3030",
        DiagnosticSeverity.Error,
        "A pattern cannot be read",
        "'{0}' in {1} is not a pattern: {2}. Correct it; the rules are those of .dockerignore.",
        "A line of `.dockerignore`, or a pattern of `AllowedSecrets` or `CalibanAllowedSecrets`, breaks the grammar of Go's `filepath.Match`. Docker would refuse to build.",
        "Correct the pattern. `*` and `?` stand inside one folder, `**` for any number of folders, `[a-z]` and `[^a-z]` for one character, `\\` before a character for itself, `!` at the start for an exception.");

    public static DiagnosticDescriptor SourceIgnored { get; } = new(
        "CAL3031",
        DiagnosticSeverity.Error,
        "What the image needs is left out",
        "'{0}' belongs into the image, and the pattern '{1}' leaves it out. Narrow the pattern, or add the line !{0} below it.",
        "A file or folder that the project declares, such as `requirements.txt`, an `ExtraDirectory` or the folder of `CalibanModule`, is matched by `.dockerignore`.",
        "Change the pattern, add an exception after it, or remove the declaration.");

    public static DiagnosticDescriptor SecretFound { get; } = new(
        "CAL3032",
        DiagnosticSeverity.Error,
        "A file of the image looks like a secret",
        "'{0}' {1}{2} and would be in the image for everyone who gets it; {3} brings it. Move it away or name it in .dockerignore; if it may be there, allow it with {4}.",
        "A key, a token or a password was found in a file that goes into the image. Images are copied, cached and shared; a secret in one is a secret no more, also when a later layer removes it.",
        "Move the file out of the copied folders or name it in `.dockerignore`. Jobs get credentials when they run (`CalibanCloudKey`), steps of the build by `BuildSecret`. If the file is harmless, such as a key for tests, name it in the metadata `AllowedSecrets` of its `ExtraDirectory` (relative to that directory) or in `CalibanAllowedSecrets` (relative to the project folder); both take patterns as `.dockerignore` does, separated by semicolons.");
}
