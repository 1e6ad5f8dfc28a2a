using System.Globalization;

namespace Caliban.Core.Experiments.Repair;

/// <summary>What to write instead of a word that stands where JSON wants a value.</summary>
internal static class JsonWordAdvice
{
    /// <summary>The JSON literal that is surely meant; null when there is none.</summary>
    public static string? Literal(string word) => word.ToUpperInvariant() switch
    {
        "TRUE" => "true",
        "FALSE" => "false",
        _ => null,
    };

    /// <summary>A sentence without its full stop, to follow "'word' is not a JSON value; ".</summary>
    public static string Advise(string word)
    {
        switch (word.ToUpperInvariant())
        {
            case "TRUE" or "FALSE":
                return $"write {Literal(word)}, in lower case";
            case "NONE" or "NULL" or "NIL" or "UNDEFINED":
                return "there is no value for 'nothing'; leave the key out, or write a string in double quotes";
            case "NAN" or "-NAN" or "+NAN":
                return "a number that is none cannot be a value; leave the key out, or write \"nan\" as a string";
            case "INF" or "+INF" or "+INFINITY" or "INFINITY":
                return "write Infinity for the number, or \"inf\" for the string";
            case "-INF" or "-INFINITY":
                return "write -Infinity for the number, or \"-inf\" for the string";
        }

        if (word.StartsWith('('))
        {
            return "lists are written in square brackets, [1, 2]";
        }

        return word.StartsWith('/') || word.StartsWith('*')
            ? "a comment begins with // or #"
            : string.Create(CultureInfo.InvariantCulture, $"a string is written in double quotes, \"{ShortText.OneLine(word.Trim('"'), 40)}\"");
    }
}
