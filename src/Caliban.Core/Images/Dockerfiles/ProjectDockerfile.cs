namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Both stages in one file for people: <c>docker build --file obj/caliban/Dockerfile .</c> builds the same.</summary>
public static class ProjectDockerfile
{
    public static string Write(ImageDeclaration image) =>
        "# Written by Caliban.Sdk from the project file; changes made here are lost.\n"
        + $"{EnvironmentDockerfile.Write(image.Environment, buildKit: image.Environment.NeedsBuildKit)}\n{CodeDockerfile.WriteForPeople(image)}";
}
