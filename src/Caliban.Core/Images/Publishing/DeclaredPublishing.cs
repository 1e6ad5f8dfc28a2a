using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Identity;
using Caliban.Core.Projects;
using Caliban.Core.Registries;
using Caliban.Core.Registries.Credentials;
using Caliban.Core.Registries.References;

namespace Caliban.Core.Images.Publishing;

/// <summary>What a project says about where its image comes from and goes to, in the texts of its properties.</summary>
public sealed record DeclaredPublishing
{
    /// <summary><c>CalibanImageBuilder</c></summary>
    public string Builder { get; init; } = "";

    /// <summary><c>CalibanRepository</c></summary>
    public string Repository { get; init; } = "";

    /// <summary><c>CalibanImageTags</c></summary>
    public string Tags { get; init; } = "";

    /// <summary><c>CalibanInsecureRegistries</c></summary>
    public string InsecureRegistries { get; init; } = "";

    /// <summary><c>CalibanProjectId</c></summary>
    public string ProjectId { get; init; } = "";

    /// <summary><c>CalibanRegion</c></summary>
    public string Region { get; init; } = "";

    /// <summary><c>CalibanCloudKey</c></summary>
    public string CloudKey { get; init; } = "";

    private bool HasTarget => Repository.Trim().Length > 0 || ProjectId.Trim().Length > 0;

    public ImageBuilderChoice ReadBuilder(ProjectProperties properties) => properties.Choice("CalibanImageBuilder", Builder, ImageBuilderChoice.Auto);

    /// <summary>The names an image gets beside that of its content, each once.</summary>
    public IReadOnlyList<string> ReadTags(ProjectProperties properties)
    {
        var tags = Split(Tags);
        foreach (var tag in tags.Where(tag => !ReferenceGrammar.Tag().IsMatch(tag)))
        {
            properties.Mistakes.Add(Diagnostic.Create(
                ProjectDiagnostics.PropertyInvalid,
                properties.Locate("CalibanImageTags", Tags),
                "CalibanImageTags",
                tag,
                "tags of up to 128 letters, digits, '_', '.' and '-', which begin with none of the last two, separated by semicolons"));
        }

        return tags;
    }

    /// <summary>The repository to push to.</summary>
    /// <param name="project">The name of the project, for what the declared name lacks.</param>
    /// <exception cref="DiagnosticException">CAL3050, CAL3051.</exception>
    public RepositoryName ReadTarget(string project, ProjectProperties properties) =>
        new PushTarget(Repository, ProjectId, Region, ImageIdentity.RepositoryName(project)).Resolve(properties.Locate("CalibanRepository", Repository));

    /// <summary>The repository to look into; null when none is declared.</summary>
    /// <exception cref="DiagnosticException">CAL3050, CAL3051.</exception>
    public RepositoryName? FindTarget(string project, ProjectProperties properties) => HasTarget ? ReadTarget(project, properties) : null;

    /// <summary>Opens the way to registries.</summary>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <param name="onRetry">Told in words of every attempt that follows another.</param>
    public RegistryClient Connect(Func<string, string?> variable, Action<string> onRetry) => new(new RegistryClientOptions
    {
        Credentials = CredentialChain.Create(CloudKey, variable),
        InsecureRegistries = Split(InsecureRegistries),
        OnRetry = onRetry,
    });

    private static List<string> Split(string text) =>
        [.. text.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
