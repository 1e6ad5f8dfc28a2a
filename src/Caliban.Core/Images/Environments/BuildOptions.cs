using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>Reads <c>CalibanDockerBuildArgs</c>.</summary>
internal static class BuildOptions
{
    /// <summary>Options that say where the image goes and what it is called, each with what to use instead.</summary>
    private static readonly (string Short, string Long, string Instead)[] Reserved =
    [
        ("-t", "--tag", "the image is named by what goes into it"),
        ("-f", "--file", "use CalibanEnvironmentDockerfile"),
        ("-o", "--output", "the image stays in the engine; -t:CalibanPush sends it to a registry"),
        ("-q", "--quiet", "the output of the build is how a mistake is explained"),
        ("", "--platform", "use CalibanPlatform"),
        ("", "--push", "use -t:CalibanPush"),
        ("", "--load", "the image is kept in the engine anyway"),
        ("", "--iidfile", "CalibanBuild returns the id with its item"),
        ("", "--target", "the last stage of the Dockerfile is the environment"),
    ];

    public static IReadOnlyList<string> Resolve(string text, ProjectProperties properties)
    {
        var words = properties.Words("CalibanDockerBuildArgs", text);
        foreach (var word in words)
        {
            var option = word.Split('=')[0];
            // A short option may be followed by its value or by another one: -tname, -qt.
            var found = Reserved.FirstOrDefault(reserved =>
                option == reserved.Long || (reserved.Short.Length > 0 && option.Length > 1 && option[0] == '-' && option[1] != '-' && option[1] == reserved.Short[1]));
            if (found.Long is not null)
            {
                properties.Mistakes.Add(Diagnostic.Create(
                    EnvironmentDiagnostics.BuildOptionReserved, properties.Locate("CalibanDockerBuildArgs", text), option, found.Instead));
            }
        }

        return words;
    }
}
