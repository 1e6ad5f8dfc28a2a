namespace Caliban.Core.Diagnostics;

/// <summary>A place in a file of the user. Lines and columns count from 1, in UTF-16 units; 0 is unknown.</summary>
/// <param name="File">The path as the user wrote it, or absolute; null when there is no file to point at.</param>
public sealed record SourceLocation(string? File, int Line = 0, int Column = 0)
{
    /// <summary>No place: the message stands alone.</summary>
    public static SourceLocation None { get; } = new(File: null);

    public override string ToString() => (File, Line, Column) switch
    {
        (null, _, _) => "",
        (_, 0, _) => File,
        (_, _, 0) => $"{File}({Line})",
        _ => $"{File}({Line},{Column})",
    };
}
