namespace Caliban.Core.Images.Composition;

/// <summary>What a layer adds to the configuration of the image below it.</summary>
/// <param name="DiffId">The digest of the uncompressed layer.</param>
/// <param name="EntryPoint">The command of the image; one that was there before, and its arguments, go.</param>
/// <param name="Labels">Added to those that are there.</param>
/// <param name="CreatedBy">What <c>docker history</c> shows for the layer.</param>
/// <param name="Created">Null for an image that says nothing of a time.</param>
public sealed record ImageAddition(
    string DiffId, IReadOnlyList<string> EntryPoint, IReadOnlyDictionary<string, string> Labels, string CreatedBy, DateTimeOffset? Created);
