using System.Globalization;
using Caliban.Core.Hardware.Tables;

namespace Caliban.Core.Hardware;

/// <summary>The machine of accelerators whose project names none.</summary>
internal static class DefaultMachine
{
    private const int EnoughProcessors = 8;

    /// <summary>
    /// The smallest <c>standard</c> machine with eight processors or more: <c>n1-standard-8</c>, as google/caliban has it,
    /// for all GPUs that N1 machines carry, and its like in other families, since on fewer processors the reading of data
    /// and even logging falls behind a GPU. Families without <c>standard</c> machines have exactly one for a count. Of TPU
    /// slices the one on the fewest machines.
    /// </summary>
    /// <param name="configurations">At least one, all with the same count.</param>
    public static AcceleratorConfiguration Of(IReadOnlyList<AcceleratorConfiguration> configurations)
    {
        var standard = configurations.Where(configuration => Processors(configuration.Machine) is not null).ToList();
        return standard.Count == 0
            ? configurations.MinBy(configuration => configuration.Machines)!
            : standard.OrderBy(configuration => Processors(configuration.Machine) < EnoughProcessors)
                .ThenBy(configuration => Processors(configuration.Machine))
                .First();
    }

    /// <summary>Null for machines of other kinds than <c>standard</c>, and for those of TPUs, whose names count chips.</summary>
    private static int? Processors(string machine) =>
        machine.Contains("-standard-", StringComparison.Ordinal)
        && int.TryParse(machine.AsSpan(machine.LastIndexOf('-') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
