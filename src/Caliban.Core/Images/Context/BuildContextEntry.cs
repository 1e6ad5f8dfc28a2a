using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images.Context;

/// <summary>One file or symbolic link that goes into an image.</summary>
/// <param name="Path">Relative to the project folder, with <c>/</c>.</param>
/// <param name="FullPath">On this machine.</param>
/// <param name="LinkTarget">The target as the link holds it; null for a file.</param>
/// <param name="IsExecutable">Whether its owner may execute it; the only part of the mode that is kept.</param>
public sealed record BuildContextEntry(string Path, string FullPath, string? LinkTarget, bool IsExecutable)
{
    /// <summary>In bytes; -1 when it was not asked.</summary>
    public long Length { get; init; } = -1;

    /// <summary>When the content changed last, in UTC.</summary>
    public DateTime LastWriteTime { get; init; }

    /// <summary>The declared file or folder that brings it, relative to the project folder.</summary>
    public string Source { get; init; } = "";

    /// <summary>Opens the file for reading.</summary>
    /// <exception cref="DiagnosticException">CAL3004.</exception>
    internal FileStream Open()
    {
        try
        {
            return new FileStream(FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(FullPath, Path, exception);
        }
    }

    /// <summary>CAL3004.</summary>
    internal static DiagnosticException Unreadable(string fullPath, string path, Exception exception) => new(
        Diagnostic.Create(ImageDiagnostics.ContextUnreadable, new SourceLocation(fullPath), path, exception.Message), exception);
}
