using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Environments;

/// <summary>A line of a requirements file, with those that continue it.</summary>
/// <seealso href="https://pip.pypa.io/en/stable/reference/requirements-file-format/"/>
internal sealed partial class RequirementLine
{
    private readonly List<(int Start, int Line)> _parts = [];

    /// <summary>Without comment.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The place of a character of <see cref="Text"/>, from 1.</summary>
    public (int Line, int Column) Position(int offset)
    {
        var (start, line) = _parts.Last(part => part.Start <= offset);
        return (line, offset - start + 1);
    }

    public static IEnumerable<RequirementLine> Read(string text)
    {
        var current = new RequirementLine();
        foreach (var (line, number) in text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index + 1)))
        {
            var isComment = Comment().Match(line) is { Success: true, Index: 0 };
            var continues = line.EndsWith('\\') && !Comment().IsMatch(line);
            if (!isComment || current._parts.Count == 0)
            {
                current._parts.Add((current.Text.Length, number));
                current.Text += continues ? line[..^1] : line;
            }

            if (!continues)
            {
                yield return current.WithoutComment();
                current = new RequirementLine();
            }
        }

        if (current._parts.Count > 0)
        {
            yield return current.WithoutComment();
        }
    }

    private RequirementLine WithoutComment()
    {
        Text = Comment().Replace(Text, "");
        return this;
    }

    [GeneratedRegex(@"(\A|\s+)#.*\z")]
    private static partial Regex Comment();
}
