using Caliban.Core.Images.Context;
using Caliban.Core.Images.Context.Secrets;

namespace Caliban.Core.Images.Identity;

/// <summary>An image that exists or can be built: what is declared, the files that go into it, and the names that follow.</summary>
public sealed record ImageSpecification
{
    public required ImageDeclaration Declaration { get; init; }

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFolder { get; init; }

    /// <summary><c>obj/caliban</c>; absolute.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>The files the environment is made from, ordered by path.</summary>
    public required IReadOnlyList<ContextFile> EnvironmentFiles { get; init; }

    /// <summary>The files of the code stage, ordered by path.</summary>
    public required IReadOnlyList<ContextFile> CodeFiles { get; init; }

    public required ImageInputs Inputs { get; init; }

    /// <summary>What the code stage is built on: the name of our environment, or of the finished one that is declared.</summary>
    public string EnvironmentReference => Declaration.Environment.Image ?? ImageIdentity.EnvironmentReference(Inputs.Environment);

    /// <summary><c>caliban/project:hash</c></summary>
    public string Reference => ImageIdentity.Reference(Project, Inputs.Code);

    /// <summary>Where the Dockerfile is written for people; absolute.</summary>
    public string DockerfilePath => Path.Combine(OutputFolder, "Dockerfile");

    /// <summary>Reads the project folder and computes the names; builds nothing.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">
    /// What the image needs is left out (CAL3030, CAL3031), a file cannot be read (CAL3004) or looks like a secret (CAL3032).
    /// </exception>
    public static ImageSpecification Read(
        ImageDeclaration declaration, string project, string projectFolder, string outputFolder, CancellationToken cancellationToken) =>
        Read(declaration, project, projectFolder, outputFolder, saveHashes: true, cancellationToken);

    /// <summary>As <see cref="Read(ImageDeclaration, string, string, string, CancellationToken)"/>; nothing is written.</summary>
    /// <inheritdoc cref="Read(ImageDeclaration, string, string, string, CancellationToken)"/>
    public static ImageSpecification Preview(
        ImageDeclaration declaration, string project, string projectFolder, string outputFolder, CancellationToken cancellationToken) =>
        Read(declaration, project, projectFolder, outputFolder, saveHashes: false, cancellationToken);

    private static ImageSpecification Read(
        ImageDeclaration declaration, string project, string projectFolder, string outputFolder, bool saveHashes, CancellationToken cancellationToken)
    {
        var hashes = new ContentHashes(Path.Combine(outputFolder, "hashes"));
        var environment = hashes.Read(
            BuildContext.Enumerate(projectFolder, declaration.Environment.Sources, declaration.Environment.Dockerfile), cancellationToken);
        var code = hashes.Read(BuildContext.Enumerate(projectFolder, declaration.CodeSources, leftOut: declaration.LeftOut), cancellationToken);
        if (saveHashes)
        {
            hashes.Save();
        }

        new SecretCheck(declaration, project, projectFolder).Check(hashes.Findings);
        return new ImageSpecification
        {
            Declaration = declaration,
            Project = project,
            ProjectFolder = projectFolder,
            OutputFolder = outputFolder,
            EnvironmentFiles = environment,
            CodeFiles = code,
            Inputs = ImageInputs.Create(declaration, environment, code),
        };
    }
}
