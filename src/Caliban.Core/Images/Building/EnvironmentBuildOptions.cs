namespace Caliban.Core.Images.Building;

/// <summary>The options of the <c>docker build</c> of an environment.</summary>
internal static class EnvironmentBuildOptions
{
    public static IEnumerable<string> Of(EnvironmentDeclaration environment) =>
    [
        "--platform", environment.Platform,
        .. environment.BuildArguments.SelectMany(argument => (string[])["--build-arg", $"{argument.Name}={argument.Value}"]),
        .. environment.BuildSecrets.SelectMany(secret => (string[])["--secret", Secret(secret)]),
        .. environment.UseSsh ? ["--ssh", "default"] : Array.Empty<string>(),
        .. environment.BuildOptions,
    ];

    // The name of a file or variable only: its value never stands on a command line.
    private static string Secret(BuildSecret secret) => secret.Source is { } file
        ? $"id={secret.Id},\"src={file.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : $"id={secret.Id},env={secret.Variable}";
}
