namespace Caliban.Core.History.Databases;

/// <summary>A table that is sent to the database as a parameter: columns of texts and of whole numbers, all of the same length.</summary>
internal sealed class Rows
{
    private readonly List<(string Name, Array Values)> _columns = [];

    public IReadOnlyList<(string Name, Array Values)> Columns => _columns;

    public int Count => _columns.Count == 0 ? 0 : _columns[0].Values.Length;

    public Rows Add(string column, IEnumerable<string> values)
    {
        _columns.Add((column, values.ToArray()));
        return this;
    }

    public Rows Add(string column, IEnumerable<long> values)
    {
        _columns.Add((column, values.ToArray()));
        return this;
    }
}
