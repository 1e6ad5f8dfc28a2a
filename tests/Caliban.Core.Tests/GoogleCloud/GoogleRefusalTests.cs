using System.Net;
using System.Text;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Transport;

namespace Caliban.Core.Tests.GoogleCloud;

/// <summary>What the user is told of each kind of refusal.</summary>
public sealed class GoogleRefusalTests
{
    private const string Type = "type.googleapis.com/google.rpc.";

    public static TheoryData<int, string, RefusalKind, string, string[]> Cases => new()
    {
        {
            403,
            Error("PERMISSION_DENIED", "Vertex AI API has not been used in project 1 before or it is disabled.", $$$"""{"@type":"{{{Type}}}ErrorInfo","reason":"SERVICE_DISABLED","domain":"googleapis.com","metadata":{"service":"aiplatform.googleapis.com","activationUrl":"https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=1"}}"""),
            RefusalKind.ApiDisabled,
            "CAL5055",
            ["https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=1", "gcloud services enable aiplatform.googleapis.com --project=my-project"]
        },
        {
            403,
            Error("PERMISSION_DENIED", "Vertex AI API has not been used in project 1 before or it is disabled.", $$"""{"@type":"{{Type}}Help","links":[{"description":"evil","url":"https://evil.x/"},{"description":"Google developers console API activation","url":"https://console.developers.google.com/x"}]}"""),
            RefusalKind.ApiDisabled,
            "CAL5055",
            ["Enable it at https://console.developers.google.com/x "]
        },
        {
            403,
            Error("PERMISSION_DENIED", "Vertex AI API has not been used in project 1 before or it is disabled."),
            RefusalKind.ApiDisabled,
            "CAL5055",
            ["https://console.cloud.google.com/apis/library/aiplatform.googleapis.com?project=my-project"]
        },
        {
            403,
            Error("PERMISSION_DENIED", "Permission 'aiplatform.customJobs.create' denied on resource '//aiplatform.googleapis.com/projects/p/locations/r' (or it may not exist)."),
            RefusalKind.Permission,
            "CAL5056",
            ["the permission aiplatform.customJobs.create", "Grant roles/aiplatform.user in the project 'my-project'"]
        },
        {
            403,
            Error("PERMISSION_DENIED", "denied", $$$"""{"@type":"{{{Type}}}ErrorInfo","reason":"IAM_PERMISSION_DENIED","domain":"aiplatform.googleapis.com","metadata":{"permission":"logging.logEntries.list"}}"""),
            RefusalKind.Permission,
            "CAL5056",
            ["the permission logging.logEntries.list", "Grant roles/logging.viewer"]
        },
        { 403, Error("PERMISSION_DENIED", "The caller does not have permission"), RefusalKind.Permission, "CAL5056", ["the permission aiplatform.customJobs.create"] },
        {
            400,
            Error("INVALID_ARGUMENT", "You do not have permission to act as service account robot@p.iam.gserviceaccount.com."),
            RefusalKind.Permission,
            "CAL5056",
            ["the permission iam.serviceAccounts.actAs", "roles/iam.serviceAccountUser on that service account"]
        },
        {
            403,
            Error("PERMISSION_DENIED", "Your application is authenticating by using local Application Default Credentials. The aiplatform.googleapis.com API requires a quota project, which is not set by default."),
            RefusalKind.Permission,
            "CAL5071",
            ["Set CalibanQuotaProject to 'my-project'"]
        },
        {
            403,
            Error("PERMISSION_DENIED", "This API method requires billing to be enabled.", $$"""{"@type":"{{Type}}ErrorInfo","reason":"BILLING_DISABLED","domain":"googleapis.com"}"""),
            RefusalKind.Permission,
            "CAL5070",
            ["linkedaccount?project=my-project"]
        },
        {
            403,
            Error("PERMISSION_DENIED", "Request had insufficient authentication scopes.", $$"""{"@type":"{{Type}}ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","domain":"googleapis.com"}"""),
            RefusalKind.Unauthenticated,
            "CAL5057",
            ["insufficient authentication scopes"]
        },
        { 403, "<html>blocked by the firewall</html>", RefusalKind.Other, "CAL5068", ["answered 403"] },
        { 404, Error("NOT_FOUND", "The Location 'mars' is not found."), RefusalKind.NotFound, "CAL5058", ["The Location 'mars' is not found", "the region 'us-central1'"] },
        { 404, "<html>no such page</html>", RefusalKind.Other, "CAL5068", ["answered 404"] },
        {
            400,
            Error("INVALID_ARGUMENT", "List of found errors:", $$"""{"@type":"{{Type}}BadRequest","fieldViolations":[{"field":"custom_job.job_spec.worker_pool_specs[0].machine_spec","description":"Machine type \"n1\" is not supported."},{"field":"labels","description":"too long"}]}"""),
            RefusalKind.Invalid,
            "CAL5059",
            ["List of found errors. Fields: custom_job.job_spec.worker_pool_specs[0].machine_spec: Machine type \"n1\" is not supported; labels: too long."]
        },
        {
            429,
            Error("RESOURCE_EXHAUSTED", "The following quota metrics exceed quota limits: aiplatform.googleapis.com/custom_model_training_cpus,aiplatform.googleapis.com/custom_model_training_nvidia_t4_gpus", $$"""{"@type":"{{Type}}DebugInfo","detail":"[ORIGINAL ERROR] planted"}"""),
            RefusalKind.Quota,
            "CAL5060",
            ["aiplatform.googleapis.com/custom_model_training_cpus, aiplatform.googleapis.com/custom_model_training_nvidia_t4_gpus", "https://console.cloud.google.com/iam-admin/quotas?project=my-project"]
        },
        { 429, Error("RESOURCE_EXHAUSTED", "The following quotas are exceeded: CustomModelTrainingT4GPUsPerProjectPerRegion"), RefusalKind.Quota, "CAL5060", ["CustomModelTrainingT4GPUsPerProjectPerRegion"] },
        {
            429,
            Error("RESOURCE_EXHAUSTED", "Quota exceeded.", $$"""{"@type":"{{Type}}QuotaFailure","violations":[{"subject":"aiplatform.googleapis.com/custom_model_training_tpu_v3","description":"limit 0"}]}"""),
            RefusalKind.Quota,
            "CAL5060",
            ["custom_model_training_tpu_v3"]
        },
        { 429, Error("RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'Job submissions' and limit 'Job submissions per minute per region' of service 'aiplatform.googleapis.com'"), RefusalKind.Rate, "CAL5061", ["Job submissions per minute"] },
        { 429, Error("RESOURCE_EXHAUSTED", "Slow down.", $$"""{"@type":"{{Type}}RetryInfo","retryDelay":"3s"}"""), RefusalKind.Rate, "CAL5061", ["Slow down"] },
        { 429, "", RefusalKind.Rate, "CAL5061", ["429 TooManyRequests"] },
        { 500, Error("INTERNAL", "Internal error encountered."), RefusalKind.Server, "CAL5062", ["answered 500: Internal error encountered"] },
        { 418, "", RefusalKind.Other, "CAL5068", ["answered 418"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_refusal_says_what_to_do(int status, string body, RefusalKind kind, string code, string[] words)
    {
        await using var trial = await GoogleTrial.StartAsync();
        var request = trial.Question() with { Permission = "aiplatform.customJobs.create" };

        var refusal = GoogleRefusal.Read(trial.Connection, request, new GoogleAnswer((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)));

        Assert.Equal((kind, code), (refusal.Kind, refusal.Diagnostic.Descriptor.Code));
        Assert.All(words, word => Assert.Contains(word, refusal.Diagnostic.Message));
        Assert.DoesNotContain("planted", refusal.Diagnostic.Message);
        Assert.DoesNotContain("evil", refusal.Diagnostic.Message);
        Assert.Equal(kind == RefusalKind.Quota, refusal.Metrics.Count > 0);
    }

    [Fact]
    public async Task The_id_of_a_request_is_told()
    {
        await using var trial = await GoogleTrial.StartAsync();
        trial.Server.Script(GoogleServer.Answer(400, Error("INVALID_ARGUMENT", "no"), ("X-Request-Id", "found-there")));

        Assert.Contains("no (request found-there)", (await GoogleTrial.FailsAsync(trial.AskAsync)).Message);

        trial.Server.Script(GoogleServer.Answer(400, Error("INVALID_ARGUMENT", "no")));
        var message = (await GoogleTrial.FailsAsync(trial.AskAsync)).Message;
        Assert.Contains($"no (request {trial.Server.Calls[^1].Headers["X-Request-Id"]})", message);
    }

    [Theory]
    [InlineData("quota_unit", "1/min/{project}/{region}", "600", 600.0)]
    [InlineData("quota_limit", "JobSubmissionsPerMinutePerProjectPerRegion", "60", 60.0)]
    [InlineData("quota_limit", "CustomModelTrainingCPUsPerProjectPerRegion", "60", null)]
    [InlineData("quota_unit", "1/min/{project}", "many", null)]
    public void How_much_is_allowed_in_a_minute_is_read_where_it_is_said(string name, string value, string limit, double? expected) => Assert.Equal(
        expected, QuotaRefusal.StatedPerMinute(new GoogleApiError(HttpStatusCode.TooManyRequests) { Metadata = new Dictionary<string, string> { [name] = value, ["quota_limit_value"] = limit } }));

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"error\":5}")]
    [InlineData("{\"error\":{\"details\":[5,{\"@type\":7},{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"metadata\":[1]}],\"message\":[]}}")]
    [InlineData("{\"error\":{\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1e99s\"}]}}")]
    [InlineData("null")]
    [InlineData("{\"error\":")]
    public void What_is_no_error_is_one_without_words(string body) =>
        Assert.Equal("403 Forbidden", GoogleApiError.Read(HttpStatusCode.Forbidden, Encoding.UTF8.GetBytes(body)).Describe([]));

    private static string Error(string status, string message, params string[] details) =>
        $$$"""{"error":{"code":1,"message":{{{System.Text.Json.JsonSerializer.Serialize(message)}}},"status":"{{{status}}}","details":[{{{string.Join(',', details)}}}]}}""";
}
