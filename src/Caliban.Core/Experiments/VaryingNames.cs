namespace Caliban.Core.Experiments;

/// <summary>Finds the parameters that tell experiments apart, from the axes alone.</summary>
internal static class VaryingNames
{
    public static IReadOnlyList<string> Find(IReadOnlyList<ConfigObject> objects)
    {
        var order = new List<string>();
        var names = new Dictionary<string, Seen>(StringComparer.Ordinal);
        var contributing = 0;
        foreach (var item in objects)
        {
            if (item.Count == 0)
            {
                continue;
            }

            contributing++;
            for (var axis = 0; axis < item.Axes.Count; axis++)
            {
                foreach (var parameter in item.Axes[axis].Parameters)
                {
                    if (!names.TryGetValue(parameter.Name, out var seen))
                    {
                        seen = new Seen(parameter.Value);
                        names.Add(parameter.Name, seen);
                        order.Add(parameter.Name);
                    }

                    seen.Compare(parameter.Value, contributing);
                }
            }
        }

        return [.. order.Where(name => names[name].Differs || names[name].Objects < contributing)];
    }

    private sealed class Seen(ExperimentValue first)
    {
        private int _lastObject;

        public bool Differs { get; private set; }

        /// <summary>How many objects have the name.</summary>
        public int Objects { get; private set; }

        public void Compare(ExperimentValue value, int objectNumber)
        {
            Differs = Differs || (!ReferenceEquals(value, first) && !value.Equals(first));
            Objects += _lastObject == objectNumber ? 0 : 1;
            _lastObject = objectNumber;
        }
    }
}
