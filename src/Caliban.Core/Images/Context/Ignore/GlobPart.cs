namespace Caliban.Core.Images.Context.Ignore;

/// <summary>
/// A piece of a glob. All positions where a match may stand are moved on at once, so no pattern takes more than its length
/// times that of the path.
/// </summary>
internal abstract record GlobPart
{
    /// <summary>Adds to <paramref name="to"/> every position that this part can reach from those of <paramref name="from"/>.</summary>
    public abstract void Advance(ReadOnlySpan<char> path, ReadOnlySpan<bool> from, Span<bool> to);
}

internal sealed record GlobLiteral(string Text) : GlobPart
{
    public override void Advance(ReadOnlySpan<char> path, ReadOnlySpan<bool> from, Span<bool> to)
    {
        for (var start = 0; start + Text.Length <= path.Length; start++)
        {
            to[start + Text.Length] |= from[start] && path[start..].StartsWith(Text, StringComparison.Ordinal);
        }
    }
}

/// <summary><c>?</c>, or a class: one character.</summary>
/// <param name="Class">What it may be; null for everything but a slash.</param>
internal sealed record GlobCharacter(GlobClass? Class) : GlobPart
{
    public override void Advance(ReadOnlySpan<char> path, ReadOnlySpan<bool> from, Span<bool> to)
    {
        for (var start = 0; start < path.Length; start++)
        {
            if (from[start])
            {
                System.Text.Rune.DecodeFromUtf16(path[start..], out var character, out var length);
                to[start + length] |= Class?.Contains(character) ?? character.Value != '/';
            }
        }
    }
}

/// <summary><c>*</c>: anything inside one segment, also nothing.</summary>
internal sealed record GlobSegment : GlobPart
{
    public override void Advance(ReadOnlySpan<char> path, ReadOnlySpan<bool> from, Span<bool> to)
    {
        var open = false;
        for (var position = 0; position <= path.Length; position++)
        {
            open |= from[position];
            to[position] |= open;
            open &= position < path.Length && path[position] != '/';
        }
    }
}

/// <summary><c>**</c> before something: nothing, or any number of whole segments.</summary>
internal sealed record GlobFolders : GlobPart
{
    public override void Advance(ReadOnlySpan<char> path, ReadOnlySpan<bool> from, Span<bool> to)
    {
        var open = false;
        for (var position = 0; position <= path.Length; position++)
        {
            to[position] |= from[position] || (open && path[position - 1] == '/');
            open |= from[position];
        }
    }
}

/// <summary><c>**</c> at an end: anything, also nothing.</summary>
internal sealed record GlobAnything : GlobPart
{
    public override void Advance(ReadOnlySpan<char> path, ReadOnlySpan<bool> from, Span<bool> to)
    {
        var open = false;
        for (var position = 0; position <= path.Length; position++)
        {
            open |= from[position];
            to[position] |= open;
        }
    }
}
