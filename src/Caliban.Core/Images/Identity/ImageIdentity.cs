using System.Text;

namespace Caliban.Core.Images.Identity;

/// <summary>The names of images by everything that goes into them.</summary>
public static class ImageIdentity
{
    /// <summary>As many digits of a hash as a tag holds: enough that no two images of a team meet.</summary>
    private const int TagDigits = 16;

    /// <summary><c>caliban/environment:hash</c>; environments of the same declaration are one, whichever project has it.</summary>
    public static string EnvironmentReference(StageInputs environment) => $"caliban/environment:{Tag(environment)}";

    /// <summary><c>caliban/project:hash</c></summary>
    /// <param name="project">The project's name; what a repository name cannot hold becomes <c>-</c>.</param>
    public static string Reference(string project, StageInputs code) => $"caliban/{RepositoryName(project)}:{Tag(code)}";

    /// <summary>The tag of a stage.</summary>
    public static string Tag(StageInputs inputs) => inputs.Hash[..TagDigits];

    /// <summary>Lower-case letters, digits and single separators, as repository names are written.</summary>
    /// <seealso href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests"/>
    public static string RepositoryName(string project)
    {
        var name = new StringBuilder();
#pragma warning disable CA1308 // repository names are lower case
        foreach (var character in project.ToLowerInvariant())
#pragma warning restore CA1308
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(character);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var text = name.ToString().Trim('-');
        return text.Length == 0 ? "project" : text;
    }
}
