using Caliban.Core.Images.Identity;
using Caliban.Core.Images.Labels;
using Caliban.Core.Images.Layers;
using Caliban.Core.Registries;

namespace Caliban.Core.Images.Composition;

/// <summary>An image made of an environment and the code of a project: everything of it but the content of the layers.</summary>
public sealed class ComposedImage
{
    private readonly byte[] _configuration;
    private readonly Func<CancellationToken, Task<Stream>> _openCode;

    private ComposedImage(
        EnvironmentImage environment, byte[] configuration, ImageManifest manifest, RegistryManifest stored, Func<CancellationToken, Task<Stream>> openCode) =>
        (Environment, _configuration, Manifest, Stored, _openCode) = (environment, configuration, manifest, stored, openCode);

    public EnvironmentImage Environment { get; }

    public ImageManifest Manifest { get; }

    /// <summary>Configuration and layers.</summary>
    public IEnumerable<ContentDescriptor> Blobs => [Manifest.Config, .. Manifest.Layers];

    /// <summary>The layer of the code.</summary>
    public ContentDescriptor CodeLayer => Manifest.Layers[^1];

    /// <summary>The manifest as it is stored.</summary>
    public RegistryManifest Stored { get; }

    /// <summary>The same bytes for the same image, environment, revision of the sources and <c>SOURCE_DATE_EPOCH</c>, on any machine.</summary>
    /// <param name="variable">Reads a variable of the build.</param>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has just changed (CAL3042).</exception>
    public static async Task<ComposedImage> CreateAsync(
        ImageSpecification image, EnvironmentImage environment, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        var revision = await SourceRevision.FindAsync(image.ProjectFolder, variable("PATH"), cancellationToken).ConfigureAwait(false);
        var sourceDateEpoch = SourceDateEpoch.Read(variable);
        var codeLayer = new CodeLayer(image.OutputFolder, image.CodeFiles);
        var code = await codeLayer.DescribeAsync(cancellationToken).ConfigureAwait(false);
        var labels = new Dictionary<string, string>(ImageLabels.OfCode(image, revision, sourceDateEpoch), StringComparer.Ordinal)
        {
            [ImageLabels.Environment] = environment.Manifest.Config.Digest,
        };
        var configuration = environment.Configuration.Append(ImageAddition.OfCode(image, code.DiffId, labels, sourceDateEpoch));
        var manifest = environment.Manifest.Append(ContentDigest.Of(configuration), configuration.Length, code.Digest, code.Size);
        var annotations = new Dictionary<string, string> { [ImageLabels.Inputs] = image.Inputs.Code.Hash };
        return new ComposedImage(environment, configuration, manifest, manifest.Write(annotations), codeLayer.OpenAsync);
    }

    /// <summary>Opens a part of the image, wherever it is.</summary>
    public async Task<Stream> OpenBlobAsync(ContentDescriptor blob, CancellationToken cancellationToken) =>
        blob.Digest == Manifest.Config.Digest ? new MemoryStream(_configuration, writable: false)
        : blob.Digest == CodeLayer.Digest ? await _openCode(cancellationToken).ConfigureAwait(false)
        : await Environment.Source.OpenBlobAsync(blob, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Whether another manifest is of this image: the same layers for the same inputs. It may be labelled with another
    /// revision of the sources.
    /// </summary>
    /// <param name="configuration">That of the other image.</param>
    public bool IsSameAs(ImageManifest other, ImageConfiguration configuration) =>
        other.Layers.Select(layer => layer.Digest).SequenceEqual(Manifest.Layers.Select(layer => layer.Digest), StringComparer.Ordinal)
        && configuration.Label(ImageLabels.Inputs) == ImageConfiguration.Parse(_configuration).Label(ImageLabels.Inputs);
}
