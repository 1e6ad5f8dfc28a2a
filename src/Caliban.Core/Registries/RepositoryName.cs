namespace Caliban.Core.Registries;

/// <summary>A repository of a registry.</summary>
/// <param name="Registry">Host and, where it is not the usual one, port: <c>europe-west4-docker.pkg.dev</c>, <c>127.0.0.1:5000</c>.</param>
/// <param name="Path">The name inside the registry: <c>team/image</c>.</param>
public sealed record RepositoryName(string Registry, string Path)
{
    public override string ToString() => $"{Registry}/{Path}";
}
