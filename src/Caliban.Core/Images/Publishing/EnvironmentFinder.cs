using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Composition;
using Caliban.Core.Images.Identity;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>Finds the environment of an image where no engine is needed for it.</summary>
/// <param name="target">The repository of the project; null when there is none.</param>
/// <param name="open">Opens any repository; called when one is needed.</param>
public sealed class EnvironmentFinder(RepositoryName? target, Func<RepositoryName, IRepository> open)
{
    /// <summary>Where pushed environments are looked for, for messages.</summary>
    public string Repository => target?.ToString() ?? "CalibanRepository, which is empty,";

    /// <summary>The name of an environment in the repository of a project.</summary>
    public static string Tag(ImageSpecification image) => $"environment-{ImageIdentity.Tag(image.Inputs.Environment)}";

    /// <summary>The finished image that is declared, or the one that was pushed to the repository.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="DiagnosticException">It cannot be used: CAL3044, CAL3045, CAL3065; or the registry failed.</exception>
    public async Task<EnvironmentImage?> FindAsync(ImageSpecification image, CancellationToken cancellationToken)
    {
        var environment = image.Declaration.Environment;
        if (environment.Image is { } declared)
        {
            var (source, reference) = DeclaredEnvironment.Open(declared, image.ProjectFolder, open);
            return await EnvironmentImage.FindAsync(source, reference, declared, environment.Platform, cancellationToken).ConfigureAwait(false);
        }

        return target is null ? null : await EnvironmentImage.FindAsync(
            open(target), Tag(image), $"{target}:{Tag(image)}", environment.Platform, cancellationToken).ConfigureAwait(false);
    }
}
