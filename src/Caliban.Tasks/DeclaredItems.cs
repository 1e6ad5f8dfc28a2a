using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;

namespace Caliban.Tasks;

/// <summary>Items of MSBuild as the domain knows them.</summary>
/// <param name="sdkFolder">Where our own targets lie; an item defined there comes from a property on the command line.</param>
internal sealed class DeclaredItems(string projectFile, string sdkFolder)
{
    /// <param name="metadata">The names of the metadata to keep beside <c>Mode</c>.</param>
    public IReadOnlyList<DeclaredItem> Read(string type, ITaskItem[] items, params string[] metadata) =>
    [
        .. items.Select(item => new DeclaredItem(type, item.ItemSpec, DefiningFile(item), item.GetMetadata("Mode"))
        {
            Metadata = metadata.ToDictionary(name => name, item.GetMetadata, StringComparer.Ordinal),
        }),
    ];

    public IReadOnlyList<ExperimentFile> ReadExperimentConfigs(ITaskItem[] items) =>
    [
        .. items.Select(item => new ExperimentFile(
            item.ItemSpec,
            Path.Combine(Path.GetDirectoryName(projectFile)!, item.ItemSpec),
            Locate("ExperimentConfig", item))),
    ];

    public IReadOnlyList<ParameterAxis> ReadExperimentParameters(ITaskItem[] items) =>
        [.. items.Select(item => new ParameterAxis(item.ItemSpec, Values(item), Locate("ExperimentParameter", item)))];

    // Split before the escapes are undone, so that %3B is a semicolon inside a value.
    private static IReadOnlyList<string> Values(ITaskItem item)
    {
        var escaped = item is ITaskItem2 precise ? precise.GetMetadataValueEscaped("Values") : item.GetMetadata("Values");
        return
        [
            .. escaped.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(EscapingUtilities.Unescape),
        ];
    }

    private SourceLocation Locate(string type, ITaskItem item) => new DeclaredItem(type, item.ItemSpec, DefiningFile(item)).Location;

    private string DefiningFile(ITaskItem item)
    {
        var file = item.GetMetadata("DefiningProjectFullPath");
        return file.Length == 0 || Path.GetDirectoryName(file) == sdkFolder ? projectFile : file;
    }
}
