using System.Collections;

namespace Caliban.Core.Experiments.Expansion;

/// <summary>
/// The parameters of one point of a product, looked up in its axes: an experiment costs the same memory however many
/// parameters it has.
/// </summary>
/// <param name="grid">Shared by all points.</param>
/// <param name="point">From 0 in the order of the product.</param>
internal sealed class ExpandedParameters(ParameterGrid grid, int point) : IReadOnlyList<ExperimentParameter>
{
    public int Count => grid.Count;

    public ExperimentParameter this[int index] => grid.At(point, index);

    public IEnumerator<ExperimentParameter> GetEnumerator()
    {
        for (var index = 0; index < grid.Count; index++)
        {
            yield return grid.At(point, index);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
