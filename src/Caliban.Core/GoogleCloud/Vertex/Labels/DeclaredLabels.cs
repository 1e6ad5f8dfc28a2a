using Caliban.Core.Diagnostics;
using Caliban.Core.Projects;

namespace Caliban.Core.GoogleCloud.Vertex.Labels;

/// <summary><c>JobLabel</c> items: a key with the metadata <c>Value</c>, or <c>key=value</c>, which also works on a command line.</summary>
internal static class DeclaredLabels
{
    /// <summary>In order; a later one of the same key counts.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(
        IReadOnlyList<DeclaredItem> items, ProjectProperties properties, IDiagnosticSink warnings)
    {
        var labels = new List<KeyValuePair<string, string>>();
        foreach (var item in items)
        {
            var (name, text) = Split(item);
            var (key, value) = (LabelText.Key(name), LabelText.Value(text));
            if (key is JobLabels.StoreKey or JobLabels.JobKey)
            {
                properties.Mistakes.Add(Diagnostic.Create(VertexDiagnostics.LabelReserved, item.Location, item.Name, key));
                continue;
            }

            if (key != name || value != text)
            {
                var effect = key.Length == 0 ? "is left out" : $"is sent as '{key}={value}'";
                warnings.Report(Diagnostic.Create(VertexDiagnostics.LabelChanged, item.Location, $"{name}={text}", effect, LabelText.Longest));
            }

            if (key.Length > 0)
            {
                labels.Add(new KeyValuePair<string, string>(key, value));
            }
        }

        return labels;
    }

    private static (string Name, string Value) Split(DeclaredItem item)
    {
        var value = item.Get("Value");
        return value.Length == 0 && item.Name.Split('=', 2) is [var name, var rest] ? (name.Trim(), rest) : (item.Name.Trim(), value);
    }
}
