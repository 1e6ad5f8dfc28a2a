using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Projects.Configuration;

/// <summary>Takes values of the types they must have; what has another is a mistake.</summary>
internal sealed class ConfigurationKeys(ICollection<Diagnostic> mistakes)
{
    public ICollection<Diagnostic> Mistakes => mistakes;

    /// <summary>Whether a value is an object; keys that it cannot have are mistakes.</summary>
    public bool IsObject(ConfigurationValue value, IReadOnlyList<string> known)
    {
        if (value.Kind != JsonValueKind.Object)
        {
            Invalid(value, $"an object with the keys {List(known)}");
            return false;
        }

        foreach (var (key, location, _) in value.Members.Where(member => !known.Contains(member.Key, StringComparer.Ordinal)))
        {
            var near = known.OrderBy(name => Distance(name, key)).First();
            var advice = Distance(near, key) <= 3 ? $"Did you mean \"{near}\"?" : $"There are {List(known)}.";
            mistakes.Add(Diagnostic.Create(
                ConfigurationFileDiagnostics.KeyUnknown, location, key, value.Name.Length == 0 ? "" : $" in \"{value.Name}\"", advice));
        }

        return true;
    }

    /// <summary>A text that is not empty, without blanks around it; null when it is none.</summary>
    public string? Text(ConfigurationValue value)
    {
        if (value.Kind == JsonValueKind.String && value.Text.Trim().Length > 0)
        {
            return value.Text.Trim();
        }

        Invalid(value, "a string that is not empty");
        return null;
    }

    public bool Boolean(ConfigurationValue value)
    {
        if (value.Kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Invalid(value, "true or false");
        }

        return value.Kind == JsonValueKind.True;
    }

    public void Invalid(ConfigurationValue value, string expected) =>
        mistakes.Add(Diagnostic.Create(ConfigurationFileDiagnostics.ValueInvalid, value.Location, value.Name.Length == 0 ? "The file" : $"\"{value.Name}\"", expected));

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"\"{name}\""));

    /// <summary>How many letters have to be changed, added or removed.</summary>
    internal static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (from[i - 1] == to[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[^1];
    }
}
