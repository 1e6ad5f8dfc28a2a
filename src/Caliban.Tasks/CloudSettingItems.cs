using Caliban.Core.Cloud;
using Microsoft.Build.Framework;

namespace Caliban.Tasks;

/// <summary>Properties that are handed over as items, since there are many: their names, with <c>Value</c> as metadata.</summary>
internal static class CloudSettingItems
{
    public static CloudSettings Read(ITaskItem[] items) =>
        new(items.ToDictionary(item => item.ItemSpec, item => item.GetMetadata("Value"), StringComparer.Ordinal));
}
