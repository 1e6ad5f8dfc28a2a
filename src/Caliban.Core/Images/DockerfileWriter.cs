using System.Text;

namespace Caliban.Core.Images;

/// <summary>Writes the Dockerfile of a declaration: slow and rarely changed things first, the code last.</summary>
public static class DockerfileWriter
{
    /// <summary>The same text for the same declaration, on every machine, with LF line ends.</summary>
    /// <param name="projectFolder">Where the context holds the project: nothing, or a folder name with <c>/</c> at its end.</param>
    public static string Write(ImageDeclaration image, string projectFolder = "")
    {
        var text = new StringBuilder();
        Line(text, "# Written by Caliban.Sdk from the project file; changes made here are lost.");
        Line(text, $"FROM {image.BaseImage}");
        Line(text, $"WORKDIR {ImageDeclaration.WorkingDirectory}");
        WriteAptPackages(text, image.AptPackages);
        WritePythonPackages(text, image, projectFolder);
        Line(text);
        foreach (var directory in image.ExtraDirectories)
        {
            Line(text, Copy(projectFolder, directory));
        }

        Line(text, Copy(projectFolder, image.Program.PackageFolder));
        Line(text, $"ENTRYPOINT {DockerfileText.Exec(image.EntryPoint)}");
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
    private static void WritePythonPackages(StringBuilder text, ImageDeclaration image, string projectFolder)
    {
        var install = $"RUN PIP_BREAK_SYSTEM_PACKAGES=1 {image.Python} -m pip install --no-cache-dir";
        if (image.HasRequirements)
        {
            Line(text);
            Line(text, Copy(projectFolder, ImageDeclaration.RequirementsFile));
            Line(text, $"{install} -r {ImageDeclaration.RequirementsFile}");
        }

        if (image.PythonPackages.Count > 0)
        {
            Line(text);
            Line(text, $"{install} {string.Join(' ', image.PythonPackages.Select(DockerfileText.ShellWord))}");
        }
    }

    private static string Copy(string projectFolder, string path) => path == "."
        ? DockerfileText.Copy(projectFolder.Length == 0 ? "." : projectFolder, ImageDeclaration.WorkingDirectory + "/")
        : DockerfileText.Copy(projectFolder + path, $"{ImageDeclaration.WorkingDirectory}/{path}");

    private static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
