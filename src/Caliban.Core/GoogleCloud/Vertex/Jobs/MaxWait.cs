using Caliban.Core.Projects;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary><c>CalibanMaxWait</c>: how long a job with flex-start waits for machines.</summary>
public static class MaxWait
{
    public const string Property = "CalibanMaxWait";

    /// <summary>Reads <c>0</c> or <c>forever</c> as zero, which is for ever, and other texts as lengths of time; null for an empty one.</summary>
    public static TimeSpan? Read(ProjectProperties properties, string text) =>
        text.Trim() is "0" or "0s" || text.Trim().Equals("forever", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.Zero
            : properties.Duration(Property, text);
}
