namespace Caliban.Core.Registries.Transport;

/// <summary>How a repository is made where pushing alone does not make it.</summary>
internal static class MissingRepository
{
    private const string Suffix = "-docker.pkg.dev";

    /// <summary>A sentence with a space in front, or nothing.</summary>
    public static string Advice(string registry, RegistryScope scope)
    {
        if (!scope.Write)
        {
            return "";
        }

        if (registry == "gcr.io" || registry.EndsWith(".gcr.io", StringComparison.Ordinal))
        {
            return $" Container Registry has been shut down, and '{registry}' is now a repository of Artifact Registry with that name: it has to exist, "
                + "or whoever pushes first needs the permission artifactregistry.repositories.createOnPush (roles/artifactregistry.createOnPushWriter).";
        }

        return registry.EndsWith(Suffix, StringComparison.Ordinal) && Split(scope.Path) is (var project, var repository)
            ? $" If the repository does not exist, create it: gcloud artifacts repositories create {repository} --repository-format=docker "
                + $"--location={registry[..^Suffix.Length]} --project={project}"
            : "";
    }

    private static (string Project, string Repository)? Split(string path)
    {
        var parts = path.Split('/');
        return parts.Length > 3 && parts[0].Contains('.', StringComparison.Ordinal) ? ($"{parts[0]}:{parts[1]}", parts[2])
            : parts.Length > 2 ? (parts[0], parts[1])
            : null;
    }
}
