using Caliban.Core.Images;
using Microsoft.Build.Framework;

namespace Caliban.Tasks;

/// <summary>Parameters of the tasks that need to know the image of a project.</summary>
public abstract class ImageTask : CalibanTask
{
    /// <summary>What <see cref="DeclareImage"/> found.</summary>
    [Required]
    public string Declaration { get; set; } = "";

    /// <summary>The name of the project.</summary>
    [Required]
    public string ProjectName { get; set; } = "";

    /// <summary><c>obj/caliban</c></summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    private protected ImageDeclaration Image => ImageDeclarationText.Read(Declaration);
}
