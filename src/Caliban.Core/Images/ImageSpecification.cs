namespace Caliban.Core.Images;

/// <summary>An image that exists or can be built, as a plan carries it.</summary>
/// <param name="Reference"><c>caliban/project:hash</c></param>
/// <param name="Dockerfile">The text it is built from, with the project in a folder of the context.</param>
/// <param name="DockerfilePath">Where the Dockerfile is written for people; absolute.</param>
/// <param name="Sources">What is copied, relative to the project folder.</param>
public sealed record ImageSpecification(string Reference, string Dockerfile, string DockerfilePath, IReadOnlyList<string> Sources)
{
    /// <summary>Reads the project folder and computes the identity; builds and writes nothing.</summary>
    public static ImageSpecification Create(string project, string projectFolder, string dockerfilePath, ImageDeclaration declaration)
    {
        var dockerfile = DockerfileWriter.Write(declaration, BuildContextArchive.ProjectFolder);
        var entries = BuildContext.Enumerate(projectFolder, declaration.Sources);
        return new ImageSpecification(ImageIdentity.Reference(project, dockerfile, entries), dockerfile, dockerfilePath, declaration.Sources);
    }
}
