namespace Caliban.Core.Registries;

/// <summary>The media types of images.</summary>
/// <seealso href="https://github.com/opencontainers/image-spec/blob/main/media-types.md"/>
/// <seealso href="https://distribution.github.io/distribution/spec/manifest-v2-2/"/>
public static class MediaTypes
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    public const string OciConfig = "application/vnd.oci.image.config.v1+json";

    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";

    public const string OciGzipLayer = "application/vnd.oci.image.layer.v1.tar+gzip";

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    public const string DockerIndex = "application/vnd.docker.distribution.manifest.list.v2+json";

    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";

    public const string DockerGzipLayer = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    /// <summary>Of manifests and indexes, for an <c>Accept</c> header.</summary>
    public static IReadOnlyList<string> Manifests { get; } = [OciManifest, DockerManifest, OciIndex, DockerIndex];
}
