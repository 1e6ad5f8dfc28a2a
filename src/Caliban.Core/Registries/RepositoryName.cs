using Caliban.Core.Diagnostics;
using Caliban.Core.Registries.References;

namespace Caliban.Core.Registries;

/// <summary>A repository of a registry.</summary>
/// <param name="Registry">Host and, where it is not the usual one, port: <c>europe-west4-docker.pkg.dev</c>, <c>127.0.0.1:5000</c>.</param>
/// <param name="Path">The name inside the registry: <c>team/image</c>.</param>
public sealed record RepositoryName(string Registry, string Path)
{
    /// <summary>Reads a name as Docker does: without a host it is one of Docker Hub, and <c>python</c> is <c>docker.io/library/python</c>.</summary>
    /// <exception cref="DiagnosticException">CAL3050, also when there is a tag or a digest.</exception>
    public static RepositoryName Parse(string text, SourceLocation? location = null)
    {
        var reference = ImageReference.Parse(text, location);
        return reference.Tag is null && reference.Digest is null
            ? reference.Repository
            : throw ReferenceGrammar.Mistake(text, "the name of a repository", "a repository has no tag and no digest", location);
    }

    public override string ToString() => $"{Registry}/{Path}";
}
