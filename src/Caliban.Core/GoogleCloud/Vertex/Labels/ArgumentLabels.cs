using Caliban.Core.Projects;

namespace Caliban.Core.GoogleCloud.Vertex.Labels;

/// <summary>Arguments of a script as labels, so that jobs are found by their parameters.</summary>
internal static class ArgumentLabels
{
    /// <summary>What begins with this is for a launcher, not for the script.</summary>
    private const string OwnPrefix = "caliban_";

    /// <summary>
    /// A label for each flag, in order; its value is what follows an <c>=</c>, or the next argument when that is no flag. A
    /// negative number is no flag. Left out are flags of a launcher, and what by its name or form is a secret: more people
    /// may see labels than arguments.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            if (!IsFlag(arguments[index]))
            {
                continue;
            }

            var parts = arguments[index].Split('=', 2);
            var value = parts.Length == 2 ? parts[1]
                : index + 1 < arguments.Count && !IsFlag(arguments[index + 1]) ? arguments[index + 1]
                : "";
            var key = LabelText.Key(parts[0]);
            if (key.Length > 0 && !key.Replace('-', '_').StartsWith(OwnPrefix, StringComparison.Ordinal) && !IsSecret(key, value))
            {
                yield return new KeyValuePair<string, string>(key, LabelText.Value(value));
            }
        }
    }

    private static bool IsFlag(string argument) => argument.StartsWith('-') && !NegativeNumber.Is(argument);

    // 'max_tokens 512' is no secret.
    private static bool IsSecret(string key, string value) =>
        VariableChecks.HasPassword(value)
        || (VariableChecks.IsSecret(key.Replace('-', '_')) && value.Any(character => char.IsLetter(character)) && !bool.TryParse(value, out _));
}
