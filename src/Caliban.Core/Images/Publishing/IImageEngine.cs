using Caliban.Core.Docker;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Publishing;

/// <summary>An engine that builds images, as publishing needs it: asked only where there is no other way.</summary>
public interface IImageEngine
{
    /// <summary>Why there is no engine, in words that follow a colon; null when there is one.</summary>
    Task<string?> FindObstacleAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that it has the environment of an image.</summary>
    /// <returns>Null when it is a finished image that the engine does not have.</returns>
    /// <exception cref="Diagnostics.DiagnosticException">The build failed: CAL3001.</exception>
    Task<LocalImage?> EnsureEnvironmentAsync(ImageSpecification image, CancellationToken cancellationToken);

    /// <summary>Makes sure that it has the whole image.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">The build failed: CAL3001.</exception>
    Task<LocalImage?> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken);

    /// <summary>Hands out an image.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">CAL3044, CAL3046.</exception>
    Task<SavedImage> SaveAsync(string reference, string folder, CancellationToken cancellationToken);
}
