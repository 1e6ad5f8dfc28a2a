using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Composition;

/// <summary>An image made of an environment and the code of a project: everything of it but the content of the layers.</summary>
public sealed class ComposedImage
{
    private ComposedImage(EnvironmentImage environment, byte[] configuration, ImageManifest manifest, RegistryManifest stored) =>
        (Environment, ConfigurationContent, Manifest, Stored) = (environment, configuration, manifest, stored);

    public EnvironmentImage Environment { get; }

    /// <summary>The bytes that <see cref="ImageManifest.Config"/> names.</summary>
    public ReadOnlyMemory<byte> ConfigurationContent { get; }

    public ImageManifest Manifest { get; }

    /// <summary>The code.</summary>
    public ContentDescriptor CodeLayer => Manifest.Layers[^1];

    /// <summary>The manifest as it is stored.</summary>
    public RegistryManifest Stored { get; }

    /// <summary>The same bytes for the same arguments, on any machine.</summary>
    public static ComposedImage Create(
        ImageSpecification image, EnvironmentImage environment, CompressedLayer code, SourceRevision? revision, long? sourceDateEpoch)
    {
        var labels = new Dictionary<string, string>(ImageLabels.OfCode(image, revision, sourceDateEpoch), StringComparer.Ordinal)
        {
            [ImageLabels.Environment] = environment.Manifest.Config.Digest,
        };
        var configuration = environment.Configuration.Append(new ImageAddition(
            code.DiffId,
            image.Declaration.EntryPoint,
            labels,
            $"caliban: code of {image.Project}",
            sourceDateEpoch is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null));
        var manifest = environment.Manifest.Append(ContentDigest.Of(configuration), configuration.Length, code.Digest, code.Size);
        var annotations = new Dictionary<string, string> { [ImageLabels.Inputs] = image.Inputs.Code.Hash };
        return new ComposedImage(environment, configuration, manifest, manifest.Write(annotations));
    }

    /// <summary>
    /// Whether another manifest is of this image: the same layers for the same inputs. It may be labelled with another
    /// revision of the sources.
    /// </summary>
    /// <param name="configuration">That of the other image.</param>
    public bool IsSameAs(ImageManifest other, ImageConfiguration configuration) =>
        other.Layers.Select(layer => layer.Digest).SequenceEqual(Manifest.Layers.Select(layer => layer.Digest), StringComparer.Ordinal)
        && configuration.Label(ImageLabels.Inputs) == ImageConfiguration.Parse(ConfigurationContent.Span).Label(ImageLabels.Inputs);
}
