namespace Caliban.Core.Images;

/// <summary>A project folder that pip can install.</summary>
/// <param name="Files">
/// What pip reads to learn the dependencies: <c>pyproject.toml</c>, <c>setup.py</c> and the files they mention. Relative to
/// the project folder, sorted.
/// </param>
/// <param name="Extras">The optional dependencies to install, in order.</param>
public sealed record PythonProject(IReadOnlyList<string> Files, IReadOnlyList<string> Extras)
{
    /// <summary>Folders of Python files that <see cref="Files"/> do not show, which a search for packages has to find; sorted.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];
}
