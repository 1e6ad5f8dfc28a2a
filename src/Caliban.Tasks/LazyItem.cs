using System.Collections;
using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks;

/// <summary>
/// An item that makes its metadata when they are asked for. A sweep may have a hundred thousand items, and MSBuild copies
/// each of them once, by <see cref="CloneCustomMetadataEscaped"/>; who asks anything else gets the answer of a
/// <see cref="TaskItem"/>.
/// </summary>
/// <param name="index">The number of the item, which is its name as well.</param>
internal abstract class LazyItem(long index) : ITaskItem2
{
    private TaskItem? _item;

    public string ItemSpec
    {
        get => _item?.ItemSpec ?? Name;
        set => Item.ItemSpec = value;
    }

    public string EvaluatedIncludeEscaped
    {
        get => _item is ITaskItem2 item ? item.EvaluatedIncludeEscaped : Name;
        set => ((ITaskItem2)Item).EvaluatedIncludeEscaped = value;
    }

    public ICollection MetadataNames => Item.MetadataNames;

    public int MetadataCount => Item.MetadataCount;

    protected string Name => index.ToString(CultureInfo.InvariantCulture);

    private TaskItem Item => _item ??= new TaskItem(Name, EscapedMetadata());

    public string GetMetadata(string metadataName) => Item.GetMetadata(metadataName);

    public string GetMetadataValueEscaped(string metadataName) => ((ITaskItem2)Item).GetMetadataValueEscaped(metadataName);

    public void SetMetadata(string metadataName, string metadataValue) => Item.SetMetadata(metadataName, metadataValue);

    public void SetMetadataValueLiteral(string metadataName, string metadataValue) =>
        ((ITaskItem2)Item).SetMetadataValueLiteral(metadataName, metadataValue);

    public void RemoveMetadata(string metadataName) => Item.RemoveMetadata(metadataName);

    public void CopyMetadataTo(ITaskItem destinationItem) => Item.CopyMetadataTo(destinationItem);

    public IDictionary CloneCustomMetadata() => Item.CloneCustomMetadata();

    public IDictionary CloneCustomMetadataEscaped() =>
        _item is ITaskItem2 item ? item.CloneCustomMetadataEscaped() : EscapedMetadata();

    /// <summary>New at each call; the values with <see cref="EscapingUtilities.Escape"/>.</summary>
    protected abstract Dictionary<string, string> EscapedMetadata();
}
