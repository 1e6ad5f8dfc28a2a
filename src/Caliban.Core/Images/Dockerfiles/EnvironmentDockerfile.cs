using System.Text;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Writes the Dockerfile of the environment: what changes rarely first.</summary>
public static class EnvironmentDockerfile
{
    /// <summary>The same text for the same declaration, on every machine, with LF line ends.</summary>
    /// <param name="buildKit">Whether steps may use caches and secrets of BuildKit; the resulting files are the same.</param>
    public static string Write(EnvironmentDeclaration environment, bool buildKit)
    {
        var text = new StringBuilder();
        Line(text, $"FROM {environment.BaseImage} AS environment");
        Line(text, $"WORKDIR {ImageDeclaration.WorkingDirectory}");
        WriteAptPackages(text, environment.AptPackages);
        WritePythonPackages(text, environment);
        return text.ToString();
    }

    // Sorted, so that their order in the project does not invalidate the layer.
    private static void WriteAptPackages(StringBuilder text, IReadOnlyList<string> packages)
    {
        if (packages.Count == 0)
        {
            return;
        }

        Line(text);
        Line(text, "RUN apt-get update \\");
        Line(text, "    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \\");
        foreach (var package in packages.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Line(text, $"        {package} \\");
        }

        Line(text, "    && apt-get clean \\");
        Line(text, "    && rm -rf /var/lib/apt/lists/*");
    }

    // The variable lets pip install into a Debian or Ubuntu base, whose Python is marked as managed by apt (PEP 668);
    // inside an image there is nothing else to protect.
    private static void WritePythonPackages(StringBuilder text, EnvironmentDeclaration environment)
    {
        var install = $"RUN PIP_BREAK_SYSTEM_PACKAGES=1 {environment.Python} -m pip install --no-cache-dir";
        if (environment.RequirementFiles.Count > 0)
        {
            Line(text);
            foreach (var file in environment.RequirementFiles)
            {
                Line(text, DockerfileText.Copy(file, $"./{file}"));
            }

            Line(text, $"{install} -r {EnvironmentDeclaration.RequirementsFile}");
        }

        if (environment.PythonPackages.Count > 0)
        {
            Line(text);
            Line(text, $"{install} {string.Join(' ', environment.PythonPackages.Select(DockerfileText.ShellWord))}");
        }
    }

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
