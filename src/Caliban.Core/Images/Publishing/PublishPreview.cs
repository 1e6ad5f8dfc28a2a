using Caliban.Core.Images.Identity;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>What a push would do, without asking anybody.</summary>
public static class PublishPreview
{
    public static IEnumerable<string> Describe(ImageSpecification image, RepositoryName target, ImageBuilderChoice builder, IReadOnlyList<string> tags)
    {
        yield return $"would push {target}:{ImageIdentity.Tag(image.Inputs.Code)}";
        foreach (var tag in tags)
        {
            yield return $"  also named {target}:{tag}";
        }

        yield return $"  code: {image.CodeFiles.Count} {(image.CodeFiles.Count == 1 ? "file" : "files")}, command {string.Join(' ', image.Declaration.EntryPoint)}";
        yield return image.Declaration.Lines.Count > 0 ? "  as a whole, as Docker builds it"
            : image.Declaration.Environment.Image is { } finished ? $"  on {finished}"
            : $"  on {target}:{EnvironmentFinder.Tag(image)}{builder switch
            {
                ImageBuilderChoice.Docker => ", as Docker has it",
                ImageBuilderChoice.Layer => "",
                _ => ", pushed with Docker first if it is not there",
            }}";
    }
}
