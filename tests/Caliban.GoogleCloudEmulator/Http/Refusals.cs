using System.Globalization;

namespace Caliban.Emulator.Http;

/// <summary>Refusals in Google's own words, as they are found in its documentation and in reports of users.</summary>
internal static class Refusals
{
    private const string Domain = "googleapis.com";

    private const string Expected =
        "Expected OAuth 2 access token, login cookie or other valid authentication credential. " +
        "See https://developers.google.com/identity/sign-in/web/devconsole-project.";

    public static ApiException NoToken(Route route) => new(
        RpcCode.Unauthenticated,
        $"Request is missing required authentication credential. {Expected}",
        ErrorDetails.ErrorInfo("CREDENTIALS_MISSING", Domain, ("method", route.Method), ("service", route.Service)))
    {
        Headers = [("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\"")],
    };

    /// <param name="reason"><c>ACCESS_TOKEN_TYPE_UNSUPPORTED</c> or <c>ACCESS_TOKEN_EXPIRED</c>.</param>
    public static ApiException BadToken(Route route, string reason) => new(
        RpcCode.Unauthenticated,
        $"Request had invalid authentication credentials. {Expected}",
        ErrorDetails.ErrorInfo(reason, Domain, ("method", route.Method), ("service", route.Service)))
    {
        Headers = [("WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")],
    };

    public static ApiException Scope(Route route) => new(
        RpcCode.PermissionDenied,
        "Request had insufficient authentication scopes.",
        ErrorDetails.ErrorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Domain, ("method", route.Method), ("service", route.Service)));

    public static ApiException Permission(Route route, string permission, string resource) => new(
        RpcCode.PermissionDenied,
        $"Permission '{permission}' denied on resource '//{route.Service}/{resource}' (or it may not exist).",
        ErrorDetails.ErrorInfo("IAM_PERMISSION_DENIED", route.Service, ("permission", permission), ("resource", resource)));

    public static ApiException ActAs(string account) => new(
        RpcCode.PermissionDenied,
        $"You do not have permission to act as service account: {account}. (or it may not exist).",
        ErrorDetails.ErrorInfo("IAM_PERMISSION_DENIED", "iam.googleapis.com", ("permission", "iam.serviceAccounts.actAs"), ("resource", account)));

    public static ApiException ServiceDisabled(Route route, string projectNumber)
    {
        var address = $"https://console.developers.google.com/apis/api/{route.Service}/overview?project={projectNumber}";
        var message = $"{route.ServiceTitle} has not been used in project {projectNumber} before or it is disabled. Enable it by visiting {address} then retry. " +
            "If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.";
        return new ApiException(
            RpcCode.PermissionDenied,
            message,
            ErrorDetails.ErrorInfo(
                "SERVICE_DISABLED",
                Domain,
                ("activationUrl", address), ("consumer", $"projects/{projectNumber}"), ("containerInfo", projectNumber), ("service", route.Service), ("serviceTitle", route.ServiceTitle)),
            ErrorDetails.LocalizedMessage(message),
            ErrorDetails.Help("Google developers console API activation", address));
    }

    public static ApiException UnknownConsumer(Route route, string project) => new(
        RpcCode.PermissionDenied,
        $"Permission denied on resource project {project}.",
        ErrorDetails.ErrorInfo("CONSUMER_INVALID", Domain, ("consumer", $"projects/{project}"), ("service", route.Service)),
        ErrorDetails.Help("Google developers console", "https://console.developers.google.com"));

    /// <summary>The caller may not let this project pay for the call.</summary>
    public static ApiException QuotaProjectDenied(Route route, string project) => new(
        RpcCode.PermissionDenied,
        $"Caller does not have required permission to use project {project}. Grant the caller the roles/serviceusage.serviceUsageConsumer role, or a custom role " +
        $"with the serviceusage.services.use permission, by visiting https://console.developers.google.com/iam-admin/iam/project?project={project} and then retry. " +
        "Propagation of the new permission may take a few minutes.",
        ErrorDetails.ErrorInfo("USER_PROJECT_DENIED", Domain, ("consumer", $"projects/{project}"), ("service", route.Service)),
        ErrorDetails.Help("Google developer console IAM admin", $"https://console.developers.google.com/iam-admin/iam/project?project={project}"));

    public static ApiException NoQuotaProject(Route route) => new(
        RpcCode.PermissionDenied,
        "Your application is authenticating by using local Application Default Credentials. " +
        $"The {route.Service} API requires a quota project, which is not set by default. To learn how to set your quota project, see " +
        "https://cloud.google.com/docs/authentication/adc-troubleshooting/user-creds .",
        ErrorDetails.ErrorInfo("SERVICE_DISABLED", Domain, ("consumer", "projects/764086051850"), ("service", route.Service)));

    public static ApiException Location(Route route, string location, string project) => new(
        RpcCode.PermissionDenied,
        $"Permission denied on 'locations/{location}' (or it may not exist).",
        ErrorDetails.ErrorInfo(
            "LOCATION_POLICY_VIOLATED", Domain, ("consumer", $"projects/{project}"), ("location", location), ("service", route.Service)));

    public static ApiException Rate(Route route, string projectNumber, string location, string limit, int perMinute, TimeSpan? delay) => new(
        RpcCode.ResourceExhausted,
        $"Quota exceeded for quota metric '{limit} requests' and limit '{limit} requests per minute per region' of service '{route.Service}' " +
        $"for consumer 'project_number:{projectNumber}'.",
        [
            ErrorDetails.ErrorInfo(
                "RATE_LIMIT_EXCEEDED",
                Domain,
                ("consumer", $"projects/{projectNumber}"),
                ("quota_limit", $"{limit.Replace(" ", "", StringComparison.Ordinal)}RequestsPerMinutePerProjectPerRegion"),
                ("quota_limit_value", perMinute.ToString(CultureInfo.InvariantCulture)),
                ("quota_location", location),
                ("quota_metric", $"{route.Service}/{limit.Replace(' ', '_').ToLowerInvariant()}_requests"),
                ("quota_unit", "1/min/{project}/{region}"),
                ("service", route.Service)),
            ErrorDetails.Help("Request a higher quota limit.", "https://cloud.google.com/docs/quotas/help/request_increase"),
            .. delay is { } wait ? [ErrorDetails.RetryInfo(wait)] : Array.Empty<System.Text.Json.Nodes.JsonObject>(),
        ]);

    /// <summary>As Vertex AI says it: the metrics are in the message only.</summary>
    public static ApiException HardwareQuota(IEnumerable<string> metrics)
    {
        var message = $"The following quota metrics exceed quota limits: {string.Join(',', metrics)}";
        return new ApiException(
            RpcCode.ResourceExhausted, message, ErrorDetails.DebugInfo($"[ORIGINAL ERROR] generic::resource_exhausted: {message}"));
    }

    public static ApiException Unavailable() => new(RpcCode.Unavailable, "The service is currently unavailable.");

    public static ApiException Internal() => new(RpcCode.Internal, "Internal error encountered.");

    public static ApiException Argument(string field, string description) => new(
        RpcCode.InvalidArgument, description, ErrorDetails.BadRequest([(field, description)]));

    public static ApiException NotFound(string message) => new(RpcCode.NotFound, message);
}
