using Caliban.Core.Images;
using Caliban.Core.Projects;

namespace Caliban.Core.Cloud;

/// <summary>What a project says about Vertex AI, in the texts of its properties and items.</summary>
public sealed record DeclaredCloud
{
    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The image, already checked.</summary>
    public required ImageDeclaration Image { get; init; }

    /// <summary>Properties by their names.</summary>
    public required CloudSettings Settings { get; init; }

    /// <summary><c>GpuSpec</c> items.</summary>
    public IReadOnlyList<DeclaredItem> GpuSpecs { get; init; } = [];

    /// <summary><c>TpuSpec</c> items.</summary>
    public IReadOnlyList<DeclaredItem> TpuSpecs { get; init; } = [];

    /// <summary><c>JobLabel</c> items.</summary>
    public IReadOnlyList<DeclaredItem> JobLabels { get; init; } = [];
}
