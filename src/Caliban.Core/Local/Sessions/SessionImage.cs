using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.Images;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Identity;
using Caliban.Core.Projects;

namespace Caliban.Core.Local.Sessions;

/// <summary>
/// The image of a session: the environment of the project, the same as that of its jobs, without code. What only a person
/// needs lies on top, in an image of its own, so that asking for it never builds the environment anew.
/// </summary>
internal sealed class SessionImage(SessionPlan plan, ShellProgram shell)
{
    /// <summary>Debian packages on top.</summary>
    private IReadOnlyList<string> AptPackages =>
        plan.Kind == SessionKind.Shell && shell == ShellProgram.Zsh && !plan.Environment.AptPackages.Contains("zsh") ? ["zsh"] : [];

    /// <summary>Python packages on top.</summary>
    private IReadOnlyList<string> PythonPackages =>
        plan.Kind == SessionKind.Notebook ? [NotebookSession.Requirement(plan)] : [];

    private string Folder => Path.Combine(plan.OutputFolder, "session");

    /// <summary>The name the image will have; asks no engine.</summary>
    public string Reference
    {
        get
        {
            var environment = EnvironmentReference;
            return plan.ImageTag.Length > 0 || !HasMore ? environment : Preview(More(environment)).EnvironmentReference;
        }
    }

    /// <summary>Makes sure that the engine has the image.</summary>
    /// <exception cref="DiagnosticException">It cannot be built (CAL3001) or had (CAL4028).</exception>
    public async Task<LocalImage> EnsureAsync(DockerEngine engine, BuildSettings settings, CancellationToken cancellationToken)
    {
        var location = new SourceLocation(plan.ProjectFile);
        if (plan.ImageTag.Length > 0)
        {
            return await ExistingImage.RequireAsync(
                engine.Client, plan.ImageTag, "CalibanImageTag", location, settings.OnLine, cancellationToken).ConfigureAwait(false);
        }

        var environment = plan.Environment;
        if (environment.Image is null)
        {
            await BuildAsync(environment, Path.Combine(Folder, "environment")).ConfigureAwait(false);
        }
        else if (HasMore)
        {
            await RequireAsync(environment.Image).ConfigureAwait(false);
        }

        if (HasMore)
        {
            await BuildAsync(More(EnvironmentReference), Path.Combine(Folder, plan.Command)).ConfigureAwait(false);
        }

        return await RequireAsync(Reference).ConfigureAwait(false);

        Task<LocalImage> RequireAsync(string reference) => ExistingImage.RequireAsync(
            engine.Client, reference, "CalibanEnvironmentImage", location, settings.OnLine, cancellationToken);

        async Task BuildAsync(EnvironmentDeclaration declaration, string folder)
        {
            var specification = Specification(declaration, folder);
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(
                specification.DockerfilePath,
                EnvironmentDockerfile.Write(declaration, declaration.NeedsBuildKit),
                new UTF8Encoding(false),
                cancellationToken).ConfigureAwait(false);
            await new DockerImageBuilder(engine, settings).EnsureEnvironmentAsync(specification, cancellationToken).ConfigureAwait(false);
            await ImageRecord.WriteAsync(folder, specification.Inputs, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool HasMore => AptPackages.Count + PythonPackages.Count > 0;

    private string EnvironmentReference => plan.ImageTag.Length > 0
        ? plan.ImageTag
        : plan.Environment.Image ?? Preview(plan.Environment).EnvironmentReference;

    private EnvironmentDeclaration More(string environment) => new()
    {
        BaseImage = environment,
        Platform = plan.Environment.Platform,
        Python = plan.Environment.Python,
        AptPackages = AptPackages,
        PythonPackages = PythonPackages,
        BuildArguments = plan.Environment.BuildArguments,
        BuildSecrets = plan.Environment.BuildSecrets,
        UseSsh = plan.Environment.UseSsh,
        BuildOptions = plan.Environment.BuildOptions,
    };

    /// <summary>Only for the name: nothing is written.</summary>
    private ImageSpecification Preview(EnvironmentDeclaration environment) => ImageSpecification.Preview(
        Declaration(environment), plan.Project, plan.ProjectFolder, Folder, CancellationToken.None);

    private ImageSpecification Specification(EnvironmentDeclaration environment, string folder) => ImageSpecification.Read(
        Declaration(environment), plan.Project, plan.ProjectFolder, folder, CancellationToken.None);

    private static ImageDeclaration Declaration(EnvironmentDeclaration environment) => new(ProjectProgram.None) { Environment = environment };
}
