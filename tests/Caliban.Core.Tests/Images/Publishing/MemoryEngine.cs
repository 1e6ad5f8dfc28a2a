using Caliban.Core.Docker;
using Caliban.Core.Images.Archives;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Publishing;
using Caliban.Core.Registries;
using Caliban.Core.Tests.Images.Archives;

namespace Caliban.Core.Tests.Images.Publishing;

/// <summary>An engine that has one image, or none.</summary>
internal sealed class MemoryEngine(string cacheFolder) : IImageEngine
{
    /// <summary>What it is asked, in order.</summary>
    public List<string> Calls { get; } = [];

    public string? Obstacle { get; set; }

    /// <summary>The texts of the layers of its image; null for none.</summary>
    public string[]? Layers { get; set; } = ["base", "packages"];

    public Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        Calls.Add("probe");
        return Task.FromResult(Obstacle);
    }

    public Task<LocalImage?> EnsureEnvironmentAsync(ImageSpecification image, CancellationToken cancellationToken) => Ensure("environment");

    public Task<LocalImage?> EnsureAsync(ImageSpecification image, CancellationToken cancellationToken) => Ensure("image");

    public async Task<SavedImage> SaveAsync(string reference, string folder, CancellationToken cancellationToken)
    {
        Calls.Add($"save {reference.Split(':')[0]}");
        Directory.CreateDirectory(folder);
        using var archive = new MemoryStream(await SavedArchive.OldAsync(Layers!));
        return await SavedImage.ReadAsync(archive, reference, folder, new LayerCatalog(cacheFolder), cancellationToken);
    }

    private Task<LocalImage?> Ensure(string what)
    {
        Calls.Add($"ensure {what}");
        return Task.FromResult(Layers is null ? null : new LocalImage(ContentDigest.Of(SavedArchive.Configuration(Layers)), [], [], new Dictionary<string, string>()));
    }
}
