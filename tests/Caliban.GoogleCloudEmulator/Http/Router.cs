namespace Caliban.Emulator.Http;

/// <summary>Addresses of the emulated services, which differ in their paths so that one server can speak for all.</summary>
internal static class Router
{
    private static readonly Route Unknown = new(CloudOperation.Unknown);

    public static Route Find(string method, string path) => (method, path.Split('/')[1..]) switch
    {
        ("POST", ["v1", "projects", var project, "locations", var location, "customJobs"]) => new(CloudOperation.CreateJob, project, location),
        ("GET", ["v1", "projects", var project, "locations", var location, "customJobs"]) => new(CloudOperation.ListJobs, project, location),
        ("GET", ["v1", "projects", var project, "locations", var location, "customJobs", var id]) => new(CloudOperation.GetJob, project, location, id),
        ("DELETE", ["v1", "projects", var project, "locations", var location, "customJobs", var id]) => new(CloudOperation.DeleteJob, project, location, id),
        ("POST", ["v1", "projects", var project, "locations", var location, "customJobs", var verb]) when Target(verb, "cancel") is { } id =>
            new(CloudOperation.CancelJob, project, location, id),
        ("GET", ["v1", "projects", var project, "locations", var location, "operations", var id]) => new(CloudOperation.GetOperation, project, location, id),
        ("POST", ["v2", "entries:list"]) => new(CloudOperation.ListLogEntries),
        ("GET", ["compute", "v1", "projects", var project, "regions"]) => new(CloudOperation.ListRegions, project),
        ("GET", ["compute", "v1", "projects", var project, "regions", var region]) => new(CloudOperation.GetRegion, project, "", region),
        ("GET", ["v1", "projects", var project, "locations", "global", "services", var service, "quotaInfos"]) =>
            new(CloudOperation.ListQuotaInfos, project, "", service),
        ("POST", ["token"]) => new(CloudOperation.ExchangeGrant),
        ("POST", ["v1", "token"]) => new(CloudOperation.ExchangeToken),
        ("POST", ["v1", "projects", "-", "serviceAccounts", var verb]) when Target(verb, "generateAccessToken") is { } account =>
            new(CloudOperation.GenerateAccessToken, "", "", account),
        ("GET", [""] or ["computeMetadata", "v1", ..]) => new(CloudOperation.ReadMetadata, "", "", path),
        _ => Unknown,
    };

    /// <summary>What comes before <c>:verb</c>.</summary>
    private static string? Target(string segment, string verb) =>
        segment.EndsWith($":{verb}", StringComparison.Ordinal) && segment.Length > verb.Length + 1 ? segment[..^(verb.Length + 1)] : null;
}
