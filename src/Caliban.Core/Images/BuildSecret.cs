namespace Caliban.Core.Images;

/// <summary>A secret that steps of the environment can read while they run; its value is never written anywhere.</summary>
/// <param name="Id">Its name; inside a step it is the file <c>/run/secrets/ID</c> unless <paramref name="Target"/> says otherwise.</param>
/// <param name="Source">The file that holds it, absolute; null when it comes from a variable.</param>
/// <param name="Variable">The variable of the build that holds it; null when it comes from a file.</param>
/// <param name="Target">An absolute path where steps find it, or null.</param>
/// <param name="Export">The variable that steps find it in, or null.</param>
/// <seealso href="https://docs.docker.com/build/building/secrets/"/>
public sealed record BuildSecret(string Id, string? Source, string? Variable, string? Target, string? Export)
{
    /// <summary>The variable in which steps find the path of the secret instead of its value, or null.</summary>
    public string? ExportPath { get; init; }

    /// <summary>The project file that declares it, for messages; null when it has no item.</summary>
    public string? DeclaredIn { get; init; }

    /// <summary>Where steps find it.</summary>
    public string Path => Target ?? $"/run/secrets/{Id}";
}
