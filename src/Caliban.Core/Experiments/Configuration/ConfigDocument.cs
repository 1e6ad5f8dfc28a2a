using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments.Repair;
namespace Caliban.Core.Experiments.Configuration;

/// <summary>The text of one configuration in the form the JSON reader takes, and the way back to the file.</summary>
/// <param name="Source">The file as the user sees it.</param>
/// <param name="Json">Without comments, and possibly mended.</param>
/// <param name="Repair">What was mended; null when nothing had to be.</param>
internal sealed record ConfigDocument(SourceText Source, ReadOnlyMemory<byte> Json, JsonRepair? Repair)
{
    /// <summary>How deeply brackets may be nested at all; far beyond any use, and below what memory allows.</summary>
    public const int DeepestNesting = 1_000_000;

    public static JsonReaderOptions Options { get; } = new()
    {
        AllowTrailingCommas = true,
        MaxDepth = DeepestNesting,
    };

    public int SourceOffset(long jsonOffset) => Repair is null ? (int)jsonOffset : Repair.SourceOffset((int)jsonOffset);

    /// <summary>Whether a token was put in by the repair (or stands for something unreadable), so that nothing follows from it.</summary>
    public bool IsFiller(long jsonOffset) => Repair is not null && Repair.IsFiller((int)jsonOffset);

    public SourceLocation Locate(long jsonOffset) => Source.Locate(SourceOffset(jsonOffset));

    /// <summary>A piece of the file as the user wrote it.</summary>
    public string Excerpt(long jsonStart, long jsonEnd) => Source.Excerpt(SourceOffset(jsonStart), SourceOffset(jsonEnd));
}
