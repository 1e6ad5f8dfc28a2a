using System.Buffers;
using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Processes;

/// <summary>Texts of commands: splitting what a user typed, and showing what will be run. Neither is ever handed to a shell.</summary>
public static class CommandLine
{
    /// <summary>What no shell gives a meaning to.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+./:,@%");

    /// <summary>
    /// Splits as a POSIX shell does (quotes and backslashes; no expansion), IEEE Std 1003.1 §2.2. On Windows a backslash
    /// outside quotes is part of a path and stands for itself.
    /// </summary>
    /// <param name="text">What the user wrote; null is empty.</param>
    /// <param name="property">The name of the property, for the diagnostic.</param>
    /// <param name="location">Where the property is declared.</param>
    /// <exception cref="DiagnosticException">A quote has no end: CAL1006.</exception>
    public static IReadOnlyList<string> Split(string? text, string property, SourceLocation location)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var i = 0; i < (text?.Length ?? 0); i++)
        {
            var character = text![i];
            switch (character)
            {
                case '\'' or '"':
                    var end = ReadQuoted(text, i, word);
                    if (end < 0)
                    {
                        throw DiagnosticException.Create(ProjectDiagnostics.QuotesUnbalanced, location, property, character, i + 1, text);
                    }

                    i = end;
                    inWord = true;
                    break;
                case '\\' when i + 1 < text.Length && !OperatingSystem.IsWindows():
                    word.Append(text[++i]);
                    inWord = true;
                    break;
                case ' ' or '\t' or '\r' or '\n':
                    if (inWord)
                    {
                        words.Add(word.ToString());
                        word.Clear();
                        inWord = false;
                    }

                    break;
                default:
                    word.Append(character);
                    inWord = true;
                    break;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>One line that a POSIX shell would split into these arguments again.</summary>
    public static string Format(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(Quote));

    private static string Quote(string argument) =>
        argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(Plain)
            ? argument
            : $"'{argument.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Appends what stands between the quote at <paramref name="start"/> and its end, whose index it returns; -1 without an end.</summary>
    private static int ReadQuoted(string text, int start, StringBuilder word)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return i;
            }

            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && "\"\\$`".Contains(text[i + 1], StringComparison.Ordinal))
            {
                i++;
            }

            word.Append(text[i]);
        }

        return -1;
    }
}
