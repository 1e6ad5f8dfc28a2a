using System.Globalization;
using Caliban.Core.Experiments;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Expands experiment files and parameters into one item for each experiment, and into text.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExpandExperiments : CalibanTask
{
    public ITaskItem[] ExperimentConfigs { get; set; } = [];

    public ITaskItem[] ExperimentParameters { get; set; } = [];

    /// <summary><c>CalibanExpandFormat</c>: json, indented or flags; empty for json.</summary>
    public string Format { get; set; } = "";

    /// <summary><c>CalibanExpandFile</c>: where the text is written; absolute; empty shows it.</summary>
    public string File { get; set; } = "";

    /// <summary>One item for each experiment, named by its number: Flags, Index, SourceFile, SourceLine.</summary>
    [Output]
    public ITaskItem[] Experiments { get; set; } = [];

    /// <summary>The expansion as google/caliban's <c>expansion</c> prints it, without the line feed at its end.</summary>
    [Output]
    public string Text { get; set; } = "";

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var items = new DeclaredItems(ProjectFile, Path.GetDirectoryName(BuildEngine.ProjectFileOfTaskNode) ?? "");
        var properties = new ProjectProperties(ProjectFile);
        var format = properties.Choice("CalibanExpandFormat", Format, ExpansionFormat.Json);
        properties.ThrowIfMistaken();
        var set = ExperimentSetReader.Read(
            items.ReadExperimentConfigs(ExperimentConfigs),
            items.ReadExperimentParameters(ExperimentParameters),
            StandardInput.Open,
            cancellationToken);
        foreach (var warning in set.Warnings)
        {
            Report(warning);
        }

        Text = Expansion(set.Experiments, format);
        Experiments = [.. set.Experiments.Select(experiment => new ExperimentItem(experiment))];
        if (File.Length > 0)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            await System.IO.File.WriteAllTextAsync(File, Text + '\n', cancellationToken);
            Conclude(File);
        }
        else
        {
            Show(Text);
        }
    }

    private static string Expansion(IReadOnlyList<Experiment> experiments, ExpansionFormat format)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        ExpansionWriter.Write(experiments, format, writer);
        var text = writer.GetStringBuilder();
        text.Length--; // the line feed
        return text.ToString();
    }
}
