using Caliban.Core.Images.Environments;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Both stages in one file for people: <c>docker build --file obj/caliban/Dockerfile .</c> builds the same.</summary>
public static class ProjectDockerfile
{
    private const string Title = "# Written by Caliban.Sdk from the project file; changes made here are lost.\n";

    public static string Write(ImageDeclaration image)
    {
        var environment = image.Environment;
        if (environment.Image is { } finished)
        {
            return $"{Title}{CodeDockerfile.WriteForPeople(image, finished)}";
        }

        var (text, stage) = environment.Dockerfile is null
            ? (EnvironmentDockerfile.WriteForPeople(environment), "environment")
            : OwnDockerfile.Name(environment.DockerfileText);
        return $"{Directives(ref text)}{Title}{text}\n{CodeDockerfile.WriteForPeople(image, stage)}";
    }

    // A directive of the parser counts on the first lines only.
    private static string Directives(ref string text)
    {
        var length = 0;
        while (text.AsSpan(length).StartsWith("# syntax=", StringComparison.OrdinalIgnoreCase)
            || text.AsSpan(length).StartsWith("# escape=", StringComparison.OrdinalIgnoreCase))
        {
            length = text.IndexOf('\n', length) is >= 0 and var end ? end + 1 : text.Length;
        }

        var directives = text[..length];
        text = text[length..];
        return directives;
    }
}
