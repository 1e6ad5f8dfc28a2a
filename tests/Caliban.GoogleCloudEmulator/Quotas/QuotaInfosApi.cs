using System.Globalization;
using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Quotas;

/// <summary>The Cloud Quotas API: the limits of Vertex AI that were set, a metric each.</summary>
/// <seealso href="https://docs.cloud.google.com/docs/quotas/reference/rest/v1/projects.locations.services.quotaInfos"/>
internal sealed class QuotaInfosApi(HardwareQuotas quotas)
{
    private const string Service = "aiplatform.googleapis.com";
    private const int UsualPage = 100;

    public Answer List(Call call)
    {
        call.AllowQuery("pageSize", "pageToken");
        if (call.Route.Id != Service)
        {
            throw Refusals.NotFound($"The service '{call.Route.Id}' is not known.");
        }

        var metrics = quotas.Items.GroupBy(quota => quota.Metric).OrderBy(group => group.Key, StringComparer.Ordinal).ToList();
        var size = call.QueryNumber("pageSize") is > 0 and var asked ? asked : UsualPage;
        var question = $"quotaInfos {call.Project!.Id}";
        var begin = PageToken.Read(call.Query("pageToken"), question) is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        var answer = new JsonObject();
        if (begin < metrics.Count)
        {
            answer["quotaInfos"] = new JsonArray([.. metrics.Skip(begin).Take(size).Select(group => Info(call.Project.Number, group.Key, group))]);
        }

        if (begin + size < metrics.Count)
        {
            answer["nextPageToken"] = PageToken.Write(question, (begin + size).ToString(CultureInfo.InvariantCulture));
        }

        return Answer.Of(answer);
    }

    private static JsonObject Info(string project, string metric, IEnumerable<HardwareQuota> limits)
    {
        var id = $"{string.Concat(metric.Split('/')[^1].Split('_').Select(Capital))}PerProjectPerRegion";
        return new JsonObject
        {
            ["name"] = $"projects/{project}/locations/global/services/{Service}/quotaInfos/{id}",
            ["quotaId"] = id,
            ["metric"] = metric,
            ["service"] = Service,
            ["containerType"] = "PROJECT",
            ["dimensions"] = new JsonArray("region"),
            ["metricDisplayName"] = metric.Split('/')[^1].Replace('_', ' '),
            ["quotaDisplayName"] = $"{metric.Split('/')[^1].Replace('_', ' ')} per region",
            ["metricUnit"] = "1",
            ["quotaIncreaseEligibility"] = new JsonObject { ["isEligible"] = true },
            ["dimensionsInfos"] = new JsonArray([.. limits.OrderBy(limit => limit.Location, StringComparer.Ordinal).Select(limit => new JsonObject
            {
                ["dimensions"] = new JsonObject { ["region"] = limit.Location },
                ["details"] = new JsonObject { ["value"] = limit.Limit.ToString(CultureInfo.InvariantCulture) },
                ["applicableLocations"] = new JsonArray(limit.Location),
            })]),
        };
    }

    private static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";
}
