using Caliban.Core.Images.Building;

namespace Caliban.Core.Images.Publishing;

/// <summary>How an image is published.</summary>
public sealed record PublishSettings
{
    /// <summary><c>CalibanImageBuilder</c></summary>
    public ImageBuilderChoice Builder { get; init; }

    /// <summary><c>CalibanImageTags</c>: more names beside that of the content.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Variables, lines, and whether the environment is built anew.</summary>
    public required BuildSettings Build { get; init; }
}
