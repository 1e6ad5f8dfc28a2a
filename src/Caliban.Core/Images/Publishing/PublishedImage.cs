namespace Caliban.Core.Images.Publishing;

/// <summary>An image that is in a registry.</summary>
/// <param name="Repository">Its full name.</param>
/// <param name="Digest">Of its manifest, <c>sha256:…</c>.</param>
/// <param name="Tags">The names it has there; the first is that of its content.</param>
/// <param name="EnvironmentDigest">Of the manifest of its environment, <c>sha256:…</c>; empty for an image that the engine made as a whole.</param>
/// <param name="Builder">What put the code on the environment: <c>layer</c> or <c>docker</c>.</param>
/// <param name="Reason">Why it was pushed; empty when it was there.</param>
/// <param name="Tally">What was moved.</param>
public sealed record PublishedImage(
    string Repository, string Digest, IReadOnlyList<string> Tags, string EnvironmentDigest, string Builder, string Reason, PushTally Tally)
{
    /// <summary>By its digest, which always means this image: <c>repository@sha256:…</c>.</summary>
    public string Name => $"{Repository}@{Digest}";

    /// <summary>By its first tag.</summary>
    public string Reference => $"{Repository}:{Tags[0]}";

    /// <summary>One line for people.</summary>
    public string Headline => $"{Name} ({(Reason.Length == 0 ? "already there" : $"uploaded {ByteSize.Format(Tally.UploadedBytes)}")})";
}
