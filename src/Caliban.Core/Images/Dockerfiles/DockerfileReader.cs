using System.Text;
using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Splits the text of a Dockerfile into instructions: continued lines, comments between them, and heredocs.</summary>
/// <seealso href="https://docs.docker.com/reference/dockerfile/#format"/>
internal static partial class DockerfileReader
{
    public static IReadOnlyList<DockerfileInstruction> Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var escape = lines.TakeWhile(line => line.StartsWith('#')).Any(line => BacktickDirective().IsMatch(line)) ? '`' : '\\';
        var instructions = new List<DockerfileInstruction>();
        for (var index = 0; index < lines.Length; index++)
        {
            if (IsNothing(lines[index]))
            {
                continue;
            }

            var (first, joined) = (index, Join(lines, ref index, escape));
            var parts = joined.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
            {
                continue;
            }

            var instruction = new DockerfileInstruction(parts[0].ToUpperInvariant(), parts.ElementAtOrDefault(1)?.Trim() ?? "", first + 1, index + 1);
            index = SkipHeredocs(lines, index, instruction);
            instructions.Add(instruction);
        }

        return instructions;
    }

    /// <summary>The names of the heredocs that an instruction begins.</summary>
    public static IEnumerable<string> Heredocs(DockerfileInstruction instruction) =>
        instruction.Keyword is "RUN" or "COPY" or "ADD" ? HeredocWord().Matches(instruction.Arguments).Select(match => match.Groups["name"].Value) : [];

    private static bool IsNothing(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];

    private static string Join(string[] lines, ref int index, char escape)
    {
        var joined = new StringBuilder();
        while (true)
        {
            var line = lines[index].TrimEnd();
            if (!line.EndsWith(escape) || index + 1 == lines.Length)
            {
                return joined.Append(line).ToString();
            }

            joined.Append(line.AsSpan(0, line.Length - 1));
            index++;
            while (index + 1 < lines.Length && IsNothing(lines[index]))
            {
                index++;
            }
        }
    }

    /// <summary>The last line of the instruction. A heredoc without an end is none, as for the classic builder.</summary>
    private static int SkipHeredocs(string[] lines, int index, DockerfileInstruction instruction)
    {
        var end = index;
        foreach (var name in Heredocs(instruction))
        {
            var found = Array.FindIndex(lines, Math.Min(end + 1, lines.Length), line => line.TrimStart('\t').TrimEnd() == name);
            if (found < 0)
            {
                return index;
            }

            end = found;
        }

        return end;
    }

    [GeneratedRegex(@"\A#\s*escape\s*=\s*`\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex BacktickDirective();

    [GeneratedRegex(@"(?<=\A|\s)[0-9]*<<-?(?<quote>[""']?)(?<name>[A-Za-z_][A-Za-z0-9_.]*)\k<quote>(?=\s|\z)")]
    private static partial Regex HeredocWord();
}
