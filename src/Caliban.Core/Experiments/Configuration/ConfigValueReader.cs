using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Values;
namespace Caliban.Core.Experiments.Configuration;

/// <summary>The value of a key: one alternative or a list of them, for a compound key combinations of values.</summary>
internal sealed class ConfigValueReader(ConfigDocument document, ConfigTokens tokens, List<Diagnostic> diagnostics)
{
    /// <summary>How deeply lists may be nested in a value, the list of alternatives included.</summary>
    internal const int DeepestList = 100;

    private readonly List<(ExperimentValue Value, long Start, long End)> elements = [];

    /// <summary>Reads from the value's first token to its last. Null when it has mistakes; they are then reported.</summary>
    public ConfigAxis? ReadAxis(ref Utf8JsonReader reader, ParameterKey key)
    {
        var start = reader.TokenStartIndex;
        var isList = reader.TokenType == JsonTokenType.StartArray;
        if (!isList && !key.IsCompound)
        {
            var value = ReadValue(ref reader, key, depth: 1);
            return value is InvalidValue ? null : new ConfigAxis(key.Text, 1, [new ExperimentParameter(key.Names[0], value)]);
        }

        elements.Clear();
        if (isList)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var offset = reader.TokenStartIndex;
                var value = ReadValue(ref reader, key, depth: 2);
                elements.Add((value, offset, reader.BytesConsumed));
            }
        }
        else
        {
            elements.Add((ReadValue(ref reader, key, depth: 1), start, reader.BytesConsumed));
        }

        if (key.IsCompound)
        {
            return ReadCombinations(key, isList, start, reader.BytesConsumed);
        }

        var parameters = new ExperimentParameter[elements.Count];
        for (var index = 0; index < parameters.Length; index++)
        {
            parameters[index] = new ExperimentParameter(key.Names[0], elements[index].Value);
        }

        return elements.Exists(element => element.Value is InvalidValue) ? null : new ConfigAxis(key.Text, 1, parameters);
    }

    private ConfigAxis? ReadCombinations(ParameterKey key, bool isList, long start, long end)
    {
        if (!isList)
        {
            if (elements[0].Value is not InvalidValue)
            {
                Report(ExperimentDiagnostics.CompoundValueNotList, start, key.Text, Excerpt(start, end), Example(key));
            }

            return null;
        }

        var known = elements.Where(element => element.Value is not InvalidValue).ToList();
        if (elements.Count > 0 && elements[0].Value is not (ListValue or InvalidValue))
        {
            var single = elements.Select(element => element.Value).ToList();
            return HasArity(key, single, start, end) ? Combinations(key, [single]) : null;
        }

        if (known.FindIndex(element => element.Value is not ListValue) is var odd and >= 0)
        {
            // After an unreadable first element nobody knows which of the two forms was meant.
            if (known.Count == elements.Count)
            {
                Report(ExperimentDiagnostics.CompoundMixed, known[odd].Start, key.Text, Excerpt(known[odd].Start, known[odd].End), Example(key));
            }

            return null;
        }

        var isValid = known.Count == elements.Count;
        foreach (var (value, first, last) in known)
        {
            isValid &= HasArity(key, ((ListValue)value).Items, first, last);
        }

        return isValid ? Combinations(key, [.. known.Select(element => ((ListValue)element.Value).Items)]) : null;
    }

    private static ConfigAxis? Combinations(ParameterKey key, List<IReadOnlyList<ExperimentValue>> combinations)
    {
        if (combinations.Exists(values => values.Contains(InvalidValue.Instance)))
        {
            return null;
        }

        return new ConfigAxis(
            key.Text,
            key.Names.Count,
            [.. combinations.SelectMany(values => key.Names.Zip(values, (name, value) => new ExperimentParameter(name, value)))]);
    }

    private bool HasArity(ParameterKey key, IReadOnlyList<ExperimentValue> values, long start, long end)
    {
        if (values.Count == key.Names.Count)
        {
            return true;
        }

        Report(
            ExperimentDiagnostics.CompoundArity, start, key.Text, key.Names.Count, Excerpt(start, end), values.Count, Example(key));
        return false;
    }

    private ExperimentValue ReadValue(ref Utf8JsonReader reader, ParameterKey key, int depth)
    {
        var isFiller = document.IsFiller(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return isFiller ? InvalidValue.Instance : tokens.ReadString(ref reader, document);
            case JsonTokenType.Number:
                return isFiller ? InvalidValue.Instance : tokens.ReadNumber(ref reader);
            case JsonTokenType.True:
                return BooleanValue.True;
            case JsonTokenType.False:
                return BooleanValue.False;
            case JsonTokenType.Null:
                Report(ExperimentDiagnostics.ValueNull, reader.TokenStartIndex, key.Text);
                return InvalidValue.Instance;
            case JsonTokenType.StartObject:
                Report(ExperimentDiagnostics.ValueObject, reader.TokenStartIndex, key.Text);
                reader.Skip();
                return InvalidValue.Instance;
            default:
                return ReadList(ref reader, key, depth);
        }
    }

    private ExperimentValue ReadList(ref Utf8JsonReader reader, ParameterKey key, int depth)
    {
        if (depth > DeepestList)
        {
            Report(ExperimentDiagnostics.ValueTooDeep, reader.TokenStartIndex, key.Text, DeepestList);
            reader.Skip();
            return InvalidValue.Instance;
        }

        var items = new List<ExperimentValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, key, depth + 1));
        }

        return items.Exists(item => item is InvalidValue) && depth > 2
            ? InvalidValue.Instance
            : new ListValue(items);
    }

    /// <summary>What would be right for the names of the key: <c>[[1, 2], [3, 4]]</c> for two.</summary>
    private static string Example(ParameterKey key)
    {
        var count = Math.Min(key.Names.Count, 4);
        var more = key.Names.Count > count ? ", ..." : "";
        return $"[[{string.Join(", ", Enumerable.Range(1, count))}{more}], [{string.Join(", ", Enumerable.Range(count + 1, count))}{more}]]";
    }

    private string Excerpt(long start, long end) => document.Excerpt(start, end);

    private void Report(DiagnosticDescriptor descriptor, long offset, params object[] arguments) =>
        diagnostics.Add(Diagnostic.Create(descriptor, document.Locate(offset), arguments));
}
