using Caliban.Core.Images;

namespace Caliban.Core.Local;

/// <summary>What an image would hold and processes of this machine do without.</summary>
internal static class ProcessOmissions
{
    /// <summary>Sentences, each with a blank in front; empty when nothing is left out.</summary>
    public static string Describe(ImageDeclaration image)
    {
        var environment = image.Environment;
        var left = new[]
        {
            environment.Image,
            environment.Dockerfile,
            environment.CondaFile,
            environment.JuliaVersion is { } version ? $"Julia {version}" : null,
            environment.HasCloudSqlProxy ? "the Cloud SQL proxy" : null,
            environment.BaseLines.Count + environment.Lines.Count + image.Lines.Count > 0 ? "the DockerfileLine items" : null,
        }.OfType<string>().ToList();
        return (environment.AptPackages.Count == 0 ? "" : $" These AptPackage items are not installed: {string.Join(", ", environment.AptPackages)}.")
            + (left.Count == 0 ? "" : $" This has no effect: {string.Join(", ", left)}.");
    }
}
