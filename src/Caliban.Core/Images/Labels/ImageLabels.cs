using System.Globalization;
using Caliban.Core.Docker;
using Caliban.Core.Images.Identity;

namespace Caliban.Core.Images.Labels;

/// <summary>The labels of an image. None of them is part of its identity.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/annotations.md"/>
public static class ImageLabels
{
    /// <summary>The hash of all inputs of a stage.</summary>
    public const string Inputs = "build.caliban.inputs";

    /// <summary>The engine's id of the base image of an environment.</summary>
    public const string Base = "build.caliban.base";

    /// <summary>The engine's id of the environment below the code.</summary>
    public const string Environment = "build.caliban.environment";

    public const string Project = "build.caliban.project";

    /// <summary><c>true</c> when files were changed or added since <see cref="Revision"/>.</summary>
    public const string Dirty = "build.caliban.dirty";

    public const string Revision = "org.opencontainers.image.revision";

    public const string Created = "org.opencontainers.image.created";

    public const string BaseName = "org.opencontainers.image.base.name";

    /// <summary>Labels of the environment.</summary>
    /// <param name="baseImage">The base image, when the engine has it under its name.</param>
    internal static IReadOnlyDictionary<string, string> OfEnvironment(ImageSpecification image, LocalImage? baseImage)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Inputs] = image.Inputs.Environment.Hash,
            [BaseName] = image.Declaration.Environment.BaseImage,
        };
        if (baseImage is not null)
        {
            labels[Base] = baseImage.Id;
        }

        return labels;
    }

    /// <summary>Labels of the code stage.</summary>
    /// <param name="revision">The source revision, where there is one.</param>
    /// <param name="sourceDateEpoch">The value of <c>SOURCE_DATE_EPOCH</c>, seconds since 1970, or null.</param>
    public static IReadOnlyDictionary<string, string> OfCode(ImageSpecification image, SourceRevision? revision, long? sourceDateEpoch)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Inputs] = image.Inputs.Code.Hash,
            [Project] = image.Project,
        };
        if (revision is not null)
        {
            labels[Revision] = revision.Commit;
            labels[Dirty] = revision.IsDirty ? "true" : "false";
        }

        if (sourceDateEpoch is { } seconds)
        {
            labels[Created] = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        return labels;
    }
}
