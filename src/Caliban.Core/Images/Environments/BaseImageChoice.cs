using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.Images.Environments;

/// <summary>The base image of a mode.</summary>
internal static class BaseImageChoice
{
    /// <param name="items">The <c>BaseImage</c> items that count for the mode.</param>
    public static string Resolve(IReadOnlyList<DeclaredItem> items, bool useGpu, ICollection<Diagnostic> mistakes)
    {
        var images = items.Select(item => (item.Mode, Name: Expand(item, useGpu, mistakes))).ToList();
        // The declaration for this mode wins over one for both; the last of several over the earlier.
        return images.Count > 0 ? images.OrderBy(image => image.Mode.Length > 0).Last().Name
            : useGpu ? EnvironmentDeclaration.DefaultGpuBaseImage : EnvironmentDeclaration.DefaultBaseImage;
    }

    private static string Expand(DeclaredItem item, bool useGpu, ICollection<Diagnostic> mistakes)
    {
        var name = DeepLearningImages.Resolve(item.Name).Replace("{}", useGpu ? "gpu" : "cpu", StringComparison.Ordinal);
        if (name.AsSpan().ContainsAny('{', '}'))
        {
            mistakes.Add(Diagnostic.Create(
                ProjectDiagnostics.ItemInvalid, item.Location, "BaseImage", item.Name, "of braces only '{}' has a meaning, which becomes 'cpu' or 'gpu'"));
            return name;
        }

        name = DeepLearningImages.Resolve(name);
        ImageItems.CheckBaseImage(item with { Name = name, DeclaredAt = name == item.Name ? item.DeclaredAt : item.Location }, mistakes);
        return name;
    }
}
