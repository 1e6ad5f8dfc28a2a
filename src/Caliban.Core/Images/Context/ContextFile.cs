namespace Caliban.Core.Images.Context;

/// <summary>A file or link that goes into an image, with the hash of its content.</summary>
/// <param name="ContentHash">SHA-256 as 64 lower-case hexadecimal digits; empty for a link.</param>
public sealed record ContextFile(BuildContextEntry Entry, string ContentHash)
{
    /// <summary>Everything of the file but its path: content, kind and execute bit.</summary>
    public string Fingerprint =>
        Entry.LinkTarget is { } target ? $"link {target}" : Entry.IsExecutable ? $"executable {ContentHash}" : ContentHash;
}
