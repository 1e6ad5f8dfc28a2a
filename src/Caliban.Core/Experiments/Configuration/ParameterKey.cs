namespace Caliban.Core.Experiments.Configuration;

/// <summary>A key of a configuration object: one name, or several that change together (<c>[learning_rate,batch_size]</c>).</summary>
/// <param name="Text">As it stands in the file.</param>
/// <param name="Names">At least one.</param>
internal sealed record ParameterKey(string Text, IReadOnlyList<string> Names, bool IsCompound)
{
    /// <summary>Null when the text is not a key; then <paramref name="problem"/> completes "it cannot be used: …".</summary>
    public static ParameterKey? Parse(string text, out string problem)
    {
        if (!text.StartsWith('['))
        {
            problem = ProblemOfName(text, "it");
            return problem.Length == 0 ? new ParameterKey(text, [text], IsCompound: false) : null;
        }

        if (!text.EndsWith(']') || text.Length == 1)
        {
            problem = text.Contains(']', StringComparison.Ordinal)
                ? "there is text after its closing ']'"
                : "its closing ']' is missing";
            return null;
        }

        var names = text[1..^1].Split(',', StringSplitOptions.TrimEntries);
        problem = names
            .Select((name, index) => ProblemOfName(name, $"name {index + 1} in its brackets"))
            .FirstOrDefault(found => found.Length > 0, "");
        return problem.Length == 0 ? new ParameterKey(text, names, IsCompound: true) : null;
    }

    /// <summary>What forbids a plain name, beginning with <paramref name="subject"/>; empty when nothing does.</summary>
    public static string ProblemOfName(string name, string subject)
    {
        if (name.Length == 0)
        {
            return $"{subject} is empty";
        }

        foreach (var unit in name)
        {
            if (IsPythonWhiteSpace(unit))
            {
                return unit == ' ' ? $"{subject} contains a space" : $"{subject} contains white space (U+{(int)unit:X4})";
            }

            if (unit is ',' or '[' or ']')
            {
                return $"{subject} contains '{unit}'";
            }
        }

        return "";
    }

    // Python counts the four information separators as white space, .NET does not.
    private static bool IsPythonWhiteSpace(char unit) => char.IsWhiteSpace(unit) || unit is >= '\u001c' and <= '\u001f';
}
