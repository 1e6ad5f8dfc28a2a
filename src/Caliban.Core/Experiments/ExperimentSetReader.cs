using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Configuration;
using Caliban.Core.Experiments.Expansion;
namespace Caliban.Core.Experiments;

/// <summary>Makes a numbered list of experiments from configuration files and <c>ExperimentParameter</c> items.</summary>
public static class ExperimentSetReader
{
    /// <summary>
    /// Reads the files in their order and multiplies the axes onto every experiment. In each object the last key varies
    /// fastest; axes vary faster than all keys, the last axis fastest of all. Without files and axes there is exactly one
    /// experiment, without parameters.
    /// </summary>
    /// <param name="openStandardInput">Called at most once, for a file named <c>stdin</c>; null when there is none to read.</param>
    /// <exception cref="DiagnosticException">Input that cannot be used, with all mistakes of all files and axes.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ExperimentSet Read(
        IReadOnlyList<ExperimentFile> files,
        IReadOnlyList<ParameterAxis> axes,
        Func<Stream?> openStandardInput,
        CancellationToken ct)
    {
        var diagnostics = new List<Diagnostic>();
        var items = new AxisItemReader(diagnostics);
        items.Read(axes);

        var objects = new List<ConfigObject>();
        var emptyLists = new List<EmptyList>();
        foreach (var configuration in ReadFiles(files, items, openStandardInput, diagnostics, ct))
        {
            objects.AddRange(configuration.Objects);
            emptyLists.AddRange(configuration.EmptyLists);
        }

        ThrowIfAny(diagnostics);
        if (files.Count == 0)
        {
            objects.Add(new ConfigObject(file: null, 0, 0, []));
        }

        if (items.Axes.Count > 0)
        {
            objects = [.. objects.Select(item => item.With(items.Axes))];
        }

        return Expand(objects, emptyLists, axes.Count > 0 ? axes[0].DeclaredAt : SourceLocation.None, ct);
    }

    private static IEnumerable<ConfigParser> ReadFiles(
        IReadOnlyList<ExperimentFile> files,
        AxisItemReader items,
        Func<Stream?> openStandardInput,
        List<Diagnostic> diagnostics,
        CancellationToken cancellationToken)
    {
        var reader = new ExperimentFileReader(openStandardInput, diagnostics, cancellationToken);
        var hasReadStandardInput = false;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.IsStandardInput && hasReadStandardInput)
            {
                diagnostics.Add(Diagnostic.Create(ExperimentDiagnostics.StandardInputTwice, file.DeclaredAt));
                continue;
            }

            hasReadStandardInput |= file.IsStandardInput;
            if (reader.Read(file) is { } source && ConfigurationReader.Read(source, items.ByName, diagnostics) is { } configuration)
            {
                yield return configuration;
            }
        }
    }

    private static ExperimentSet Expand(
        List<ConfigObject> objects, List<EmptyList> emptyLists, SourceLocation fallback, CancellationToken cancellationToken)
    {
        var diagnostics = new List<Diagnostic>();
        var count = SweepExpansion.Count(objects, fallback, diagnostics);
        if (count == 0)
        {
            diagnostics.AddRange(emptyLists.Select(empty =>
                Diagnostic.Create(ExperimentDiagnostics.SweepEmpty, empty.Location, empty.Description)));
        }

        ThrowIfAny(diagnostics);
        var warnings = emptyLists.Select(empty =>
            Diagnostic.Create(ExperimentDiagnostics.ListEmpty, empty.Location, empty.Description));
        return new ExperimentSet(
            SweepExpansion.Expand(objects, count, cancellationToken), [.. warnings], count == 1 ? [] : VaryingNames.Find(objects));
    }

    private static void ThrowIfAny(List<Diagnostic> diagnostics)
    {
        if (diagnostics.Count > 0)
        {
            throw new DiagnosticException(diagnostics);
        }
    }
}
