using System.Text;

namespace Caliban.Core.Images.Context.Ignore;

/// <summary>A class of characters, <c>[a-z_]</c> or <c>[^a-z_]</c>.</summary>
internal sealed record GlobClass(IReadOnlyList<(Rune First, Rune Last)> Ranges, bool IsNegated)
{
    public bool Contains(Rune character)
    {
        foreach (var (first, last) in Ranges)
        {
            if (first <= character && character <= last)
            {
                return !IsNegated;
            }
        }

        return IsNegated;
    }

    /// <param name="position">Just after the opening bracket; moved behind the closing one.</param>
    /// <exception cref="FormatException">It is not a class; the message says why.</exception>
    public static GlobClass Parse(string pattern, ref int position)
    {
        var isNegated = position < pattern.Length && pattern[position] == '^';
        position += isNegated ? 1 : 0;
        var ranges = new List<(Rune, Rune)>();
        while (true)
        {
            if (position < pattern.Length && pattern[position] == ']' && ranges.Count > 0)
            {
                position++;
                return new GlobClass(ranges, isNegated);
            }

            var first = Character(pattern, ref position);
            var last = first;
            if (position < pattern.Length && pattern[position] == '-')
            {
                position++;
                last = Character(pattern, ref position);
            }

            if (last < first)
            {
                throw new FormatException($"the range '{first}-{last}' runs backwards");
            }

            ranges.Add((first, last));
        }
    }

    private static Rune Character(string pattern, ref int position)
    {
        if (position >= pattern.Length)
        {
            throw new FormatException("'[' has no closing ']'");
        }

        if (pattern[position] is ']')
        {
            throw new FormatException("']' must not come first in '[…]', nor end a range; write '\\]'");
        }

        if (pattern[position] is '-')
        {
            throw new FormatException("'-' needs a character on both sides; write '\\-' for itself");
        }

        position += pattern[position] == '\\' ? 1 : 0;
        if (position >= pattern.Length)
        {
            throw new FormatException("'[' has no closing ']'");
        }

        Rune.DecodeFromUtf16(pattern.AsSpan(position), out var character, out var length);
        position += length;
        return character;
    }
}
