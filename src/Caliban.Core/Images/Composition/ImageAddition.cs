using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Composition;

/// <summary>What a layer adds to the configuration of the image below it.</summary>
/// <param name="DiffId">The digest of the uncompressed layer.</param>
/// <param name="EntryPoint">The command of the image; one that was there before, and its arguments, go.</param>
/// <param name="Labels">Added to those that are there.</param>
/// <param name="CreatedBy">What <c>docker history</c> shows for the layer.</param>
/// <param name="Created">Null for an image that says nothing of a time.</param>
public sealed record ImageAddition(
    string DiffId, IReadOnlyList<string> EntryPoint, IReadOnlyDictionary<string, string> Labels, string CreatedBy, DateTimeOffset? Created)
{
    /// <summary>The code of a project.</summary>
    /// <param name="sourceDateEpoch">Seconds since 1970, or null.</param>
    public static ImageAddition OfCode(
        ImageSpecification image, string diffId, IReadOnlyDictionary<string, string> labels, long? sourceDateEpoch) => new(
        diffId,
        image.Declaration.EntryPoint,
        labels,
        $"caliban: code of {image.Project}",
        sourceDateEpoch is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null);
}
