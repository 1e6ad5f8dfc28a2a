using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caliban.Core.Images.Dockerfiles;

/// <summary>Quoting inside a Dockerfile.</summary>
/// <seealso href="https://docs.docker.com/reference/dockerfile/"/>
internal static class DockerfileText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The exec form, which no shell and no variable expansion touches.</summary>
    public static string Exec(IEnumerable<string> arguments) => $"[{string.Join(", ", arguments.Select(Json))}]";

    /// <summary>A <c>COPY</c> whose source and destination may hold any character but a backslash.</summary>
    public static string Copy(string source, string destination) => Copy([source], destination);

    /// <summary>One <c>LABEL</c> for all: each instruction costs the classic builder a container.</summary>
    public static string Labels(IReadOnlyDictionary<string, string> labels) =>
        $"LABEL {string.Join(' ', labels.Select(label => $"{label.Key}={Value(label.Value)}"))}";

    /// <summary>A <c>COPY</c> of several files into one folder, whose name ends with a slash.</summary>
    public static string Copy(IEnumerable<string> sources, string destination) =>
        $"COPY [{string.Join(", ", sources.Select(source => Json(EscapeWord(EscapePattern(source)))).Append(Json(EscapeWord(destination))))}]";

    /// <summary>A word for the shell of a <c>RUN</c>.</summary>
    public static string ShellWord(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>A value in double quotes, which is expanded nowhere; it holds no line break.</summary>
    public static string Value(string value) =>
        $"\"{string.Concat(value.Select(character => character is '"' or '$' or '\\' ? $"\\{character}" : character.ToString()))}\"";

    // COPY matches its sources by Go's filepath.Match, where a class of one character stands for itself.
    private static string EscapePattern(string path) =>
        string.Concat(path.Select(character => character is '[' or '*' or '?' ? $"[{character}]" : character.ToString()));

    // COPY expands variables and removes quotes also in its JSON form; a backslash takes the meaning away.
    private static string EscapeWord(string word) =>
        string.Concat(word.Select(character => character is '\'' or '"' or '$' or '\\' ? $"\\{character}" : character.ToString()));

    private static string Json(string text) => JsonSerializer.Serialize(text, Relaxed);
}
