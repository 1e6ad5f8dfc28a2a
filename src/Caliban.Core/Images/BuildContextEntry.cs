namespace Caliban.Core.Images;

/// <summary>One file or symbolic link that goes into an image.</summary>
/// <param name="Path">Relative to the project folder, with <c>/</c>.</param>
/// <param name="FullPath">On this machine.</param>
/// <param name="LinkTarget">The target as the link holds it; null for a file.</param>
/// <param name="IsExecutable">Whether its owner may execute it; the only part of the mode that is kept.</param>
public sealed record BuildContextEntry(string Path, string FullPath, string? LinkTarget, bool IsExecutable);
