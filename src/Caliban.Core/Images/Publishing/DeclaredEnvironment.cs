using Caliban.Core.Registries;
using Caliban.Core.Registries.Layouts;
using Caliban.Core.Registries.References;

namespace Caliban.Core.Images.Publishing;

/// <summary>Where a finished environment is: <c>CalibanEnvironmentImage</c>.</summary>
/// <param name="Source">The repository or folder.</param>
/// <param name="Reference">Its tag or digest there; empty for the only image of a folder.</param>
public sealed record DeclaredEnvironment(IImageSource Source, string Reference)
{
    private const string LayoutPrefix = "oci:";

    /// <summary>Whether a declaration names an OCI layout folder.</summary>
    public static bool IsLayout(string text) => text.StartsWith(LayoutPrefix, StringComparison.Ordinal);

    /// <param name="text">The name of an image, or <c>oci:folder</c> or <c>oci:folder:tag</c>.</param>
    /// <param name="folder">Relative folders are below it.</param>
    /// <param name="open">Opens a repository.</param>
    /// <exception cref="Diagnostics.DiagnosticException">It is not the name of an image: CAL3050.</exception>
    public static DeclaredEnvironment Open(string text, string folder, Func<RepositoryName, IRepository> open)
    {
        if (!IsLayout(text))
        {
            var image = ImageReference.Parse(text);
            return new DeclaredEnvironment(open(image.Repository), image.Reference);
        }

        // A colon before a separator belongs to the path: C:\images.
        var path = text[LayoutPrefix.Length..];
        var colon = path.LastIndexOf(':');
        var hasTag = colon > 0 && path.IndexOfAny(['/', '\\'], colon) < 0;
        return new DeclaredEnvironment(
            new OciLayout(Path.GetFullPath(hasTag ? path[..colon] : path, folder)), hasTag ? path[(colon + 1)..] : "");
    }
}
