namespace Caliban.Core.Registries.Transport;

/// <summary>What a request needs to be allowed to.</summary>
/// <param name="Path">A repository.</param>
/// <param name="Write">Whether it pushes.</param>
/// <param name="From">Another repository that it reads as well, or null.</param>
/// <seealso href="https://distribution.github.io/distribution/spec/auth/scope/"/>
internal sealed record RegistryScope(string Path, bool Write = false, string? From = null)
{
    /// <summary>As a token server is asked for them.</summary>
    public IReadOnlyList<string> Names =>
    [
        $"repository:{Path}:{(Write ? "pull,push" : "pull")}",
        .. From is null ? [] : (string[])[$"repository:{From}:pull"],
    ];

    /// <summary>Whether what allows this allows another as well.</summary>
    public bool Covers(RegistryScope other) =>
        Path == other.Path && (Write || !other.Write) && (other.From is null || other.From == From);
}
