namespace Caliban.Core.Cloud;

/// <summary>Where a job is, as the history keeps it: <c>projects/p/locations/r</c>, followed by <c>/customJobs/1</c> once it has a name.</summary>
internal sealed record VertexResource(string Project, string Region, string Id)
{
    public string Place => $"projects/{Project}/locations/{Region}";

    public string Name => Id.Length == 0 ? Place : $"{Place}/customJobs/{Id}";

    /// <summary>Null for what is none.</summary>
    public static VertexResource? Parse(string resource) => resource.Split('/') switch
    {
        ["projects", var project, "locations", var region] => new VertexResource(project, region, ""),
        ["projects", var project, "locations", var region, "customJobs", var id] => new VertexResource(project, region, id),
        _ => null,
    };
}
