using System.Runtime.CompilerServices;
using System.Text;

namespace Caliban.Core.Images.Context.Ignore;

/// <summary>
/// A pattern for whole paths in the grammar of Go's <c>filepath.Match</c> (<c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>\</c>) with the
/// <c>**</c> that Docker adds. The same on every system; letters are compared exactly.
/// </summary>
/// <remarks>
/// Docker turns a pattern into a regular expression and so takes <c>\d</c> for a digit, <c>^</c> for the start and wildcards
/// inside a class for wildcards. Here they are what the documented grammar says.
/// </remarks>
/// <seealso href="https://pkg.go.dev/path/filepath#Match"/>
/// <seealso href="https://github.com/moby/patternmatcher"/>
internal sealed class GlobExpression
{
    private readonly GlobPart[] _parts;
    private readonly Form _form;
    private readonly string _end;

    private GlobExpression(GlobPart[] parts)
    {
        _parts = parts;
        LiteralPrefix = parts is [GlobLiteral first, ..] ? first.Text : "";
        _end = parts is [.., GlobLiteral last] ? last.Text : "";
        _form = parts switch
        {
            [GlobLiteral] => Form.Text,
            [GlobLiteral, GlobAnything] => Form.Start,
            [GlobAnything, GlobLiteral] => Form.End,
            [GlobFolders, GlobLiteral] => Form.LastSegments,
            _ => Form.Any,
        };
    }

    /// <summary>Those that need no search.</summary>
    private enum Form
    {
        Any,
        Text,
        Start,
        End,
        LastSegments,
    }

    /// <summary>How every path that matches begins.</summary>
    public string LiteralPrefix { get; }

    /// <summary>The text as a pattern that matches only itself.</summary>
    public static string Escape(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"[*?[\]\\^]", @"\$0");

    /// <exception cref="FormatException">It is not a pattern; the message says why.</exception>
    public static GlobExpression Parse(string pattern)
    {
        var parts = new List<GlobPart>();
        var literal = new StringBuilder();
        for (var position = 0; position < pattern.Length;)
        {
            var character = pattern[position++];
            if (character is not ('*' or '?' or '['))
            {
                if (character == '\\' && position == pattern.Length)
                {
                    throw new FormatException("'\\' at the end escapes nothing");
                }

                literal.Append(character == '\\' ? pattern[position++] : character);
                continue;
            }

            FlushLiteral();
            parts.Add(character switch
            {
                '?' => new GlobCharacter(null),
                '[' => new GlobCharacter(GlobClass.Parse(pattern, ref position)),
                _ => Stars(pattern, ref position),
            });
        }

        FlushLiteral();
        return new GlobExpression([.. parts]);

        void FlushLiteral()
        {
            if (literal.Length > 0)
            {
                parts.Add(new GlobLiteral(literal.ToString()));
                literal.Clear();
            }
        }
    }

    // Every file of a project is asked for every pattern, most of them in the first second of a process.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool IsMatch(string path) => _form switch
    {
        Form.Text => path == LiteralPrefix,
        Form.Start => path.StartsWith(LiteralPrefix, StringComparison.Ordinal),
        Form.End => path.EndsWith(_end, StringComparison.Ordinal),
        Form.LastSegments => path.EndsWith(_end, StringComparison.Ordinal) && (path.Length == _end.Length || path[^(_end.Length + 1)] == '/'),
        _ => path.EndsWith(_end, StringComparison.Ordinal) && path.StartsWith(LiteralPrefix, StringComparison.Ordinal) && Simulate(path),
    };

    private static GlobPart Stars(string pattern, ref int position)
    {
        if (position == pattern.Length || pattern[position] != '*')
        {
            return new GlobSegment();
        }

        var isFirst = position == 1;
        position++;
        var endsSegment = position < pattern.Length && pattern[position] == '/';
        position += endsSegment ? 1 : 0;

        // '**name' matches every path that ends in 'name', but only when no other wildcard follows: Docker compares texts then.
        return position == pattern.Length || (isFirst && !endsSegment && pattern.AsSpan(position).IndexOfAny(@"*?[]\") < 0)
            ? new GlobAnything()
            : new GlobFolders();
    }

    private bool Simulate(string path)
    {
        const int OnStack = 256;
        var size = path.Length + 1;
        var from = size <= OnStack ? stackalloc bool[size] : new bool[size];
        var to = size <= OnStack ? stackalloc bool[size] : new bool[size];
        from[0] = true;
        foreach (var part in _parts)
        {
            to.Clear();
            part.Advance(path, from, to);
            var next = from;
            from = to;
            to = next;
        }

        return from[path.Length];
    }
}
