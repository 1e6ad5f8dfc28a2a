using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>What instructions take from the context of a build.</summary>
/// <seealso href="https://docs.docker.com/reference/dockerfile/#copy"/>
internal static partial class CopiedSources
{
    /// <summary>The patterns of one instruction; null when only all of the context is sure to be enough.</summary>
    public static IReadOnlyList<string>? Of(DockerfileInstruction instruction) => instruction.Keyword switch
    {
        "COPY" or "ADD" => OfCopy(instruction),
        "ONBUILD" => DockerfileReader.Read(instruction.Arguments) is [var inner] ? Of(inner) : [],
        "RUN" => ContextMount().IsMatch(instruction.Arguments) ? null : [],
        _ => [],
    };

    private static List<string>? OfCopy(DockerfileInstruction instruction)
    {
        var rest = instruction.Arguments;
        while (Flag().Match(rest) is { Success: true } flag)
        {
            if (flag.Groups["name"].Value.Equals("from", StringComparison.OrdinalIgnoreCase))
            {
                return [];
            }

            rest = rest[flag.Length..];
        }

        if (Words(rest) is not { Count: >= 2 } words)
        {
            return null;
        }

        var heredocs = DockerfileReader.Heredocs(instruction).ToList();
        var sources = words.SkipLast(1)
            .Where(word => !word.StartsWith("<<", StringComparison.Ordinal) || heredocs.Count == 0)
            .Where(word => instruction.Keyword != "ADD" || !Remote().IsMatch(word))
            .ToList();
        return sources.Any(source => source.Contains('$', StringComparison.Ordinal)) ? null : sources;
    }

    private static List<string>? Words(string text)
    {
        if (text.StartsWith('['))
        {
            try
            {
                return JsonSerializer.Deserialize(text, WordsJson.Default.ListString);
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return [.. Word().Matches(text).Select(match => match.Value.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"\A--(?<name>[a-z-]+)(=(""[^""]*""|\S*))?\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Flag();

    [GeneratedRegex(@"\A(https?://|git@|git://|ssh://)", RegexOptions.IgnoreCase)]
    private static partial Regex Remote();

    // A bind mount that names no other stage shows the context.
    [GeneratedRegex(@"--mount=(?=\S*type=bind|(?!\S*type=))(?!\S*from=)")]
    private static partial Regex ContextMount();

    [GeneratedRegex(@"(""[^""]*""|'[^']*'|\S)+")]
    private static partial Regex Word();
}

[System.Text.Json.Serialization.JsonSerializable(typeof(List<string>))]
internal sealed partial class WordsJson : System.Text.Json.Serialization.JsonSerializerContext;
