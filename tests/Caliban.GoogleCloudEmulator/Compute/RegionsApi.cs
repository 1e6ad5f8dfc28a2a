using System.Globalization;
using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Compute;

/// <summary>The regions of Compute Engine, with their quotas.</summary>
/// <seealso href="https://docs.cloud.google.com/compute/docs/reference/rest/v1/regions"/>
internal sealed class RegionsApi(EmulatorOptions options, ComputeQuotas quotas)
{
    private const string Root = "https://www.googleapis.com/compute/v1/projects";
    private const int LargestPage = 500;

    public Answer List(Call call)
    {
        call.AllowQuery("maxResults", "pageToken");
        var size = call.QueryNumber("maxResults") is > 0 and var asked ? Math.Min(asked, LargestPage) : LargestPage;
        var question = $"regions {call.Project!.Id}";
        var begin = PageToken.Read(call.Query("pageToken"), question) is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        var answer = new JsonObject
        {
            ["kind"] = "compute#regionList",
            ["id"] = $"projects/{call.Project.Id}/regions",
            ["items"] = new JsonArray([.. options.Regions.Skip(begin).Take(size).Select(region => Region(call.Project.Id, region))]),
            ["selfLink"] = $"{Root}/{call.Project.Id}/regions",
        };
        if (begin + size < options.Regions.Count)
        {
            answer["nextPageToken"] = PageToken.Write(question, (begin + size).ToString(CultureInfo.InvariantCulture));
        }

        return Answer.Of(answer);
    }

    public Answer Get(Call call)
    {
        call.AllowQuery();
        return options.Regions.Contains(call.Route.Id) ? Answer.Of(Region(call.Project!.Id, call.Route.Id))
            : NotFound($"The resource 'projects/{call.Project!.Id}/regions/{call.Route.Id}' was not found");
    }

    /// <summary>This service has a form of its own for refusals.</summary>
    private static Answer NotFound(string message) => Answer.Of(
        new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = 404,
                ["message"] = message,
                ["errors"] = new JsonArray(new JsonObject { ["message"] = message, ["domain"] = "global", ["reason"] = "notFound" }),
            },
        },
        404);

    private JsonObject Region(string project, string region) => new()
    {
        ["kind"] = "compute#region",
        ["name"] = region,
        ["description"] = region,
        ["status"] = "UP",
        ["zones"] = new JsonArray([.. "abc".Select(JsonNode (zone) => $"{Root}/{project}/zones/{region}-{zone}")]),
        ["quotas"] = new JsonArray([.. quotas.Of(region).Select(quota =>
            new JsonObject { ["metric"] = quota.Metric, ["limit"] = quota.Limit, ["usage"] = quota.Usage })]),
        ["selfLink"] = $"{Root}/{project}/regions/{region}",
    };
}
