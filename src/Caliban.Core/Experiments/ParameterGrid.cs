namespace Caliban.Core.Experiments;

/// <summary>The axes of one object, prepared to tell each parameter of each point of their product.</summary>
internal sealed class ParameterGrid
{
    private readonly Slot[] _slots;

    /// <param name="axes">None empty, and their product an <see cref="int"/>. The last one varies fastest.</param>
    public ParameterGrid(IReadOnlyList<ConfigAxis> axes)
    {
        _slots = new Slot[axes.Sum(axis => axis.Width)];
        var slot = _slots.Length;
        var stride = 1;
        for (var index = axes.Count - 1; index >= 0; index--)
        {
            var axis = axes[index];
            slot -= axis.Width;
            for (var offset = 0; offset < axis.Width; offset++)
            {
                _slots[slot + offset] = new Slot(axis, offset, stride);
            }

            stride *= axis.Count;
        }
    }

    /// <summary>The number of parameters of each point.</summary>
    public int Count => _slots.Length;

    public ExperimentParameter At(int point, int index)
    {
        var slot = _slots[index];
        return slot.Axis.Parameters[(point / slot.Stride % slot.Axis.Count * slot.Axis.Width) + slot.Offset];
    }

    private readonly record struct Slot(ConfigAxis Axis, int Offset, int Stride);
}
