namespace Caliban.Core.Images.Building;

/// <summary>An image that was built: the engine has it, or an archive holds it.</summary>
/// <param name="Reference"><c>caliban/project:hash</c></param>
/// <param name="Id">The id that engines have for it, <c>sha256:…</c>.</param>
/// <param name="EnvironmentReference">What it is built on.</param>
/// <param name="Reasons">
/// Why stages were built, each as <c>stage: reason</c>; empty when it was there and nothing was done.
/// </param>
public sealed record BuiltImage(string Reference, string Id, string EnvironmentReference, IReadOnlyList<string> Reasons)
{
    /// <summary>The digest of its manifest, <c>sha256:…</c>; empty while it has none, as in an engine.</summary>
    public string Digest { get; init; } = "";

    /// <summary>The archive that holds it, absolute; empty when the engine has it.</summary>
    public string Archive { get; init; } = "";

    /// <summary>The stages that were built, in order.</summary>
    public IEnumerable<string> Stages => Reasons.Select(reason => reason[..reason.IndexOf(':', StringComparison.Ordinal)]);
}
