using Caliban.Core.Images.Context.Ignore;

namespace Caliban.Core.Images.Context;

/// <summary>
/// What of a project folder goes into an image: the declared sources without what <c>.dockerignore</c> and
/// <see cref="DefaultPatterns"/> leave out. Pipes, sockets and devices are left out, since an image holds files.
/// </summary>
public static class BuildContext
{
    /// <summary>Every file and link of the sources, once, ordered by path.</summary>
    /// <param name="sources">Files and folders relative to the project folder; <c>.</c> is all of it.</param>
    /// <param name="dockerfile">The source that is read as a Dockerfile, which <c>.dockerignore</c> may name without harm; or null.</param>
    /// <param name="leftOut">Files, relative to the project folder, that are left out as <see cref="DefaultPatterns"/> are.</param>
    /// <exception cref="Diagnostics.DiagnosticException">
    /// All mistakes together: a pattern is wrong (CAL3030), a declared source is left out (CAL3031), a folder cannot be read (CAL3004).
    /// </exception>
    public static IReadOnlyList<BuildContextEntry> Enumerate(
        string projectFolder, IEnumerable<string> sources, string? dockerfile = null, IReadOnlyList<string>? leftOut = null) =>
        new ContextWalk(projectFolder, [.. sources], dockerfile, leftOut ?? []).Run();
}
