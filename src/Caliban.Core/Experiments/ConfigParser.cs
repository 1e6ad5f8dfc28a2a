using System.Text.Json;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Experiments;

/// <summary>Reads the objects of one configuration. Lists of configurations may be nested without limit: nothing here recurses for them.</summary>
internal sealed class ConfigParser(
    ConfigDocument document, ConfigTokens tokens, IReadOnlyDictionary<string, ParameterAxis> axisItems, List<Diagnostic> diagnostics)
{
    private readonly ConfigValueReader _values = new(document, tokens, diagnostics);
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);

    public List<ConfigObject> Objects { get; } = [];

    public List<EmptyList> EmptyLists { get; } = [];

    /// <exception cref="JsonException">The text is not JSON. What was read until then stays in the lists.</exception>
    public void Parse()
    {
        var reader = new Utf8JsonReader(document.Json.Span, ConfigDocument.Options);
        var lists = new Stack<long>();
        var previous = JsonTokenType.None;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray:
                    lists.Push(reader.TokenStartIndex);
                    break;
                case JsonTokenType.EndArray:
                    var offset = lists.Pop();
                    if (previous == JsonTokenType.StartArray)
                    {
                        EmptyLists.Add(new EmptyList(document.Locate(offset), "the list of experiments"));
                    }

                    break;
                case JsonTokenType.StartObject:
                    ReadObject(ref reader);
                    break;
                default:
                    ReportScalar(ref reader, isWhole: lists.Count == 0);
                    break;
            }

            previous = reader.TokenType;
        }
    }

    private void ReadObject(ref Utf8JsonReader reader)
    {
        var (line, column) = document.Source.Position(document.SourceOffset(reader.TokenStartIndex));
        var axes = new List<ConfigAxis>();
        _places.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isFiller = document.IsFiller(reader.TokenStartIndex);
            var key = isFiller ? null : tokens.ReadKey(ref reader, document);
            if (key is not null)
            {
                CheckNames(key, reader.TokenStartIndex);
            }

            reader.Read();
            var start = reader.TokenStartIndex;
            if (key is null)
            {
                reader.Skip();
            }
            else if (_values.ReadAxis(ref reader, key) is { } axis)
            {
                axes.Add(axis);
                if (axis.Count == 0)
                {
                    EmptyLists.Add(new EmptyList(document.Locate(start), $"the list of values of '{key.Text}'"));
                }
            }
        }

        Objects.Add(new ConfigObject(document.Source.File, line, column, axes));
    }

    /// <summary>A name may occur once in an object, whether alone or in a compound key, and not in an item as well.</summary>
    private void CheckNames(ParameterKey key, long offset)
    {
        foreach (var name in key.Names)
        {
            if (!_places.TryAdd(name, offset))
            {
                Report(ExperimentDiagnostics.KeyDuplicate, offset, name, key.Text, DescribePlace(_places[name], offset));
            }
            else if (axisItems.TryGetValue(name, out var item))
            {
                var place = item.DeclaredAt.ToString();
                Report(ExperimentDiagnostics.AxisClash, offset, name, place.Length == 0 ? "" : $" (declared at {place})");
            }
        }
    }

    private string DescribePlace(long first, long second) => first == second
        ? "twice in the same key"
        : $"here and at {document.Source.Describe(document.SourceOffset(first))}";

    private void ReportScalar(ref Utf8JsonReader reader, bool isWhole)
    {
        if (document.IsFiller(reader.TokenStartIndex))
        {
            return;
        }

        Report(
            isWhole ? ExperimentDiagnostics.ConfigurationInvalid : ExperimentDiagnostics.ExperimentInvalid,
            reader.TokenStartIndex,
            document.Excerpt(reader.TokenStartIndex, reader.BytesConsumed));
    }

    private void Report(DiagnosticDescriptor descriptor, long offset, params object[] arguments) =>
        diagnostics.Add(Diagnostic.Create(descriptor, document.Locate(offset), arguments));
}
