using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects;

/// <summary>The service-account key of a project: <c>CalibanCloudKey</c>.</summary>
public static class CloudKey
{
    /// <summary>The absolute path of the key, empty when none is named; a file that does not exist is a mistake, CAL4026.</summary>
    /// <param name="text">As the project writes it; relative to its folder.</param>
    public static string Resolve(ProjectProperties properties, string projectFolder, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var path = Path.GetFullPath(text.Trim(), projectFolder);
        if (!File.Exists(path))
        {
            properties.Mistakes.Add(Diagnostic.Create(SessionDiagnostics.CloudKeyMissing, properties.Locate("CalibanCloudKey", text), path));
        }

        return path;
    }
}
