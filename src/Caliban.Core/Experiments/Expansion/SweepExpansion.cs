using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Configuration;
namespace Caliban.Core.Experiments.Expansion;

/// <summary>Multiplies the axes of every object out into experiments.</summary>
internal static class SweepExpansion
{
    /// <summary>More experiments than this are a mistake in the file, and would not fit into memory everywhere.</summary>
    internal const int MostExperiments = 10_000_000;

    private const int MostAxesShown = 12;

    /// <summary>Reports objects, and a whole, that are too large. Returns the number of experiments, or −1.</summary>
    public static int Count(IReadOnlyList<ConfigObject> objects, SourceLocation fallback, List<Diagnostic> diagnostics)
    {
        var before = diagnostics.Count;
        var total = UInt128.Zero;
        SourceLocation? passed = null;
        foreach (var item in objects)
        {
            var count = item.Count;
            total += UInt128.Min(count, UInt128.MaxValue - total);
            if (count > MostExperiments)
            {
                diagnostics.Add(Diagnostic.Create(
                    ExperimentDiagnostics.ProductTooLarge, Place(item, fallback), ConfigObject.Display(count), Factors(item), Limit));
            }
            else if (total > MostExperiments)
            {
                passed ??= Place(item, fallback);
            }
        }

        if (passed is not null && diagnostics.Count == before)
        {
            diagnostics.Add(Diagnostic.Create(
                ExperimentDiagnostics.SweepTooLarge, passed, ConfigObject.Display(total), objects.Count, Limit));
        }

        return diagnostics.Count == before ? (int)total : -1;
    }

    public static Experiment[] Expand(IReadOnlyList<ConfigObject> objects, int count, CancellationToken cancellationToken)
    {
        var experiments = new Experiment[count];
        var next = 0;
        foreach (var item in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var points = (int)item.Count;
            if (points == 1)
            {
                // Explicit lists are made of these: a plain array is smaller than axes.
                experiments[next] = new Experiment(next + 1, Joined(item.Axes), item.File, item.Line, item.Column);
                next++;
                continue;
            }

            var grid = points == 0 ? null : new ParameterGrid(item.Axes);
            for (var point = 0; point < points; point++, next++)
            {
                experiments[next] = new Experiment(
                    next + 1, new ExpandedParameters(grid!, point), item.File, item.Line, item.Column);
            }
        }

        return experiments;
    }

    private static ExperimentParameter[] Joined(IReadOnlyList<ConfigAxis> axes)
    {
        var length = 0;
        for (var index = 0; index < axes.Count; index++)
        {
            length += axes[index].Width;
        }

        var parameters = new ExperimentParameter[length];
        for (var (index, next) = (0, 0); index < axes.Count; index++)
        {
            axes[index].Parameters.CopyTo(parameters, next);
            next += axes[index].Width;
        }

        return parameters;
    }

    private static string Limit => MostExperiments.ToString("N0", CultureInfo.InvariantCulture);

    private static SourceLocation Place(ConfigObject item, SourceLocation fallback) =>
        item.File is null ? fallback : new SourceLocation(item.File, item.Line, item.Column);

    private static string Factors(ConfigObject item)
    {
        var factors = item.Axes.Where(axis => axis.Count > 1).ToList();
        var shown = factors.Take(MostAxesShown)
            .Select(axis => string.Create(CultureInfo.InvariantCulture, $"{ShortText.OneLine(axis.Key, 40)}: {axis.Count}"));
        var more = factors.Count > MostAxesShown ? $", and {factors.Count - MostAxesShown} more" : "";
        return string.Join(", ", shown) + more;
    }
}
