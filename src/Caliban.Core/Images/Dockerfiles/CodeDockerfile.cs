using System.Text;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Writes the Dockerfile of the code stage.</summary>
public static class CodeDockerfile
{
    /// <summary>The code as one archive, whose entries keep their times, so that the layer is the same in every build.</summary>
    public const string Archive = "code.tar";

    /// <param name="environment">What the stage is built on.</param>
    public static string Write(ImageDeclaration image, string environment) =>
        Write(image, environment, [$"ADD {DockerfileText.Exec([Archive, "/"])}"]);

    /// <summary>For people, who have files and no archive.</summary>
    /// <param name="environment">What the stage is built on.</param>
    public static string WriteForPeople(ImageDeclaration image, string environment) =>
        Write(image, environment, [.. image.CodeSources.Select(source => DockerfileText.Copy(source, source == "." ? "./" : $"./{source}"))]);

    private static string Write(ImageDeclaration image, string environment, IReadOnlyList<string> copies)
    {
        var text = new StringBuilder();
        foreach (var line in (string[])
            [
                $"FROM {environment}",
                $"WORKDIR {ImageDeclaration.WorkingDirectory}",
                // Before the code, where the classic builder need not execute it again.
                $"ENTRYPOINT {DockerfileText.Exec(image.EntryPoint)}",
                .. copies,
                .. image.Lines,
            ])
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();
    }
}
