using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Registries.References;

/// <summary>Where a project wants its image pushed to, as declared.</summary>
/// <param name="Repository"><c>CalibanRepository</c>: a full name, the beginning of one, or the name of a repository of Artifact Registry.</param>
/// <param name="ProjectId"><c>CalibanProjectId</c>; <c>example.com:name</c> is one of a domain.</param>
/// <param name="Region"><c>CalibanRegion</c></param>
/// <param name="Image">The last part of the name where the declared one does not have it.</param>
public sealed partial record PushTarget(string Repository, string ProjectId, string Region, string Image)
{
    private const string DefaultRepository = "caliban";
    private const string DefaultLocation = "us";

    /// <summary>The full name of the repository.</summary>
    /// <exception cref="DiagnosticException">CAL3050, CAL3051.</exception>
    public RepositoryName Resolve(SourceLocation location)
    {
        var text = Repository.Trim().TrimEnd('/');
        var parts = text.Split('/');
        if (ReferenceGrammar.IsHost(parts[0]))
        {
            return ReferenceGrammar.Host().IsMatch(parts[0])
                ? RepositoryName.Parse(string.Join('/', [parts[0], .. Complete(parts[0], parts[1..], location)]), location)
                : throw ReferenceGrammar.Mistake(text, "the name of a repository", $"'{parts[0]}' is not a host", location);
        }

        if (parts.Length > 1)
        {
            throw Missing($"'{text}' names no registry; for Docker Hub it is '{DockerHub.Name}/{text}'", location);
        }

        if (Project is not { } project)
        {
            throw Missing(text.Length == 0 ? "CalibanRepository and CalibanProjectId are empty" : $"'{text}' names no registry, and CalibanProjectId is empty", location);
        }

        var place = Region.Trim() is { Length: > 0 } region ? region : DefaultLocation;
        return RepositoryName.Parse($"{place}-docker.pkg.dev/{project}/{(text.Length == 0 ? DefaultRepository : text)}/{Image}", location);
    }

    /// <summary>A project of a domain is written <c>example.com/name</c> in the names of images.</summary>
    private string? Project => ProjectId.Trim() is { Length: > 0 } id ? id.Replace(':', '/') : null;

    /// <summary>Adds what a name lacks for its registry.</summary>
    private string[] Complete(string host, string[] path, SourceLocation location)
    {
        // A first part with a dot is the domain of a project's name.
        var projectParts = path.Length > 0 && path[0].Contains('.', StringComparison.Ordinal) ? 2 : 1;
        if (OldGoogleHost().IsMatch(host))
        {
            return path.Length == 0 ? [ProjectOf(host, location), Image]
                : path.Length == projectParts ? [.. path, Image]
                : path;
        }

        if (ArtifactRegistryHost().IsMatch(host))
        {
            return path.Length == 0 ? [ProjectOf(host, location), DefaultRepository, Image]
                : path.Length == projectParts ? [.. path, DefaultRepository, Image]
                : path.Length == projectParts + 1 ? [.. path, Image]
                : path;
        }

        var isHub = DockerHub.Normalize(host, "x").Registry == DockerHub.Name;
        return path.Length == 0 || (isHub && path.Length == 1) ? [.. path, Image] : path;
    }

    private string ProjectOf(string host, SourceLocation location) =>
        Project ?? throw Missing($"'{host}' needs the id of a project after it, and CalibanProjectId is empty", location);

    private DiagnosticException Missing(string reason, SourceLocation location) =>
        DiagnosticException.Create(RegistryDiagnostics.NoPushTarget, location, reason, Image);

    [GeneratedRegex(@"\A(?:[a-z]+\.)?gcr\.io\z")]
    private static partial Regex OldGoogleHost();

    [GeneratedRegex(@"\A(?:[a-z0-9-]+-docker|docker\.[a-z0-9-]+\.rep)\.pkg\.dev\z")]
    private static partial Regex ArtifactRegistryHost();
}
