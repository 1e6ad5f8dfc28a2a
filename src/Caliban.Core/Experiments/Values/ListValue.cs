namespace Caliban.Core.Experiments.Values;

/// <summary>A list that is itself a value (a list inside a list of alternatives); one flag with Python's text of the list.</summary>
public sealed record ListValue(IReadOnlyList<ExperimentValue> Items) : ExperimentValue
{
    public bool Equals(ListValue? other) => other is not null && Items.SequenceEqual(other.Items);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override void WriteJson(TextWriter writer, int? indentation = null)
    {
        if (Items.Count == 0)
        {
            writer.Write("[]");
            return;
        }

        writer.Write('[');
        var inner = indentation + PythonJson.IndentSize;
        for (var index = 0; index < Items.Count; index++)
        {
            PythonJson.WriteSeparator(writer, isFirst: index == 0, inner);
            Items[index].WriteJson(writer, inner);
        }

        PythonJson.WriteLineEnd(writer, indentation);
        writer.Write(']');
    }

    internal override string ToPythonRepr() => $"[{string.Join(", ", Items.Select(item => item.ToPythonRepr()))}]";
}
