namespace Caliban.Core.Images.Building;

/// <summary>An image the engine has.</summary>
/// <param name="Reference"><c>caliban/project:hash</c></param>
/// <param name="Id">The engine's id, <c>sha256:…</c>.</param>
/// <param name="EnvironmentReference">What it is built on.</param>
/// <param name="Reasons">
/// Why stages were built, each as <c>stage: reason</c>; empty when the engine had the image and nothing was done.
/// </param>
public sealed record BuiltImage(string Reference, string Id, string EnvironmentReference, IReadOnlyList<string> Reasons)
{
    /// <summary>The stages that were built, in order.</summary>
    public IEnumerable<string> Stages => Reasons.Select(reason => reason[..reason.IndexOf(':', StringComparison.Ordinal)]);
}
