using System.Net;
using System.Text.RegularExpressions;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>A refusal by a service, sorted, with what to tell the user.</summary>
/// <param name="Metrics">The names of the quotas that are exceeded.</param>
internal sealed partial record GoogleRefusal(RefusalKind Kind, Diagnostic Diagnostic, IReadOnlyList<string> Metrics)
{
    private const string OtherPermission = "iam.serviceAccounts.actAs";

    public static GoogleRefusal Read(GoogleConnection connection, GoogleRequest request, GoogleAnswer answer)
    {
        var error = GoogleApiError.Read(answer.Status, answer.Body);
        var words = Words(error, answer);
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized => Unauthenticated(connection, request, words),
            HttpStatusCode.Forbidden => Forbidden(connection, request, error, answer, words),
            HttpStatusCode.NotFound when error.IsStructured => Of(RefusalKind.NotFound, GoogleApiDiagnostics.NotFound, request.What, words, request.Project, request.Region),
            HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed when IsDisabled(error) => Disabled(request, error, words),
            HttpStatusCode.BadRequest when ActsAs().IsMatch(error.Message) => Denied(connection, request, words, OtherPermission),
            HttpStatusCode.BadRequest when error.IsStructured => Of(RefusalKind.Invalid, GoogleApiDiagnostics.RequestInvalid, request.What, words, Fields(error, answer)),
            HttpStatusCode.TooManyRequests => TooMuch(request, error, words),
            var status when (int)status >= 500 => Of(RefusalKind.Server, GoogleApiDiagnostics.ServerFailed, request.What, request.Address.Host, (int)status, words),
            var status => Of(RefusalKind.Other, GoogleApiDiagnostics.RequestRefused, request.What, request.Address.Host, (int)status, words),
        };
    }

    private static GoogleRefusal Forbidden(GoogleConnection connection, GoogleRequest request, GoogleApiError error, GoogleAnswer answer, string words)
    {
        if (!error.IsStructured)
        {
            return Of(RefusalKind.Other, GoogleApiDiagnostics.RequestRefused, request.What, request.Address.Host, (int)answer.Status, words);
        }

        return error.Reason switch
        {
            "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => Unauthenticated(connection, request, words),
            "BILLING_DISABLED" => Of(RefusalKind.Permission, GoogleApiDiagnostics.BillingDisabled, request.What, request.Project, words),
            "USER_PROJECT_DENIED" or "CONSUMER_INVALID" => NoQuotaProject(request, words),
            _ when NeedsQuotaProject().IsMatch(error.Message) => NoQuotaProject(request, words),
            _ when IsDisabled(error) => Disabled(request, error, words),
            _ => Denied(connection, request, words, MissingPermission(error, request)),
        };
    }

    private static GoogleRefusal Unauthenticated(GoogleConnection connection, GoogleRequest request, string words) =>
        Of(RefusalKind.Unauthenticated, GoogleApiDiagnostics.Unauthenticated, request.What, words, connection.LoginSource);

    private static GoogleRefusal NoQuotaProject(GoogleRequest request, string words) =>
        Of(RefusalKind.Permission, GoogleApiDiagnostics.QuotaProjectMissing, request.What, words, request.Project);

    private static GoogleRefusal Denied(GoogleConnection connection, GoogleRequest request, string words, string permission) =>
        Of(RefusalKind.Permission, GoogleApiDiagnostics.PermissionDenied, request.What, permission, words, connection.LoginSource, GooglePermissions.Advice(permission, request.Project));

    private static GoogleRefusal TooMuch(GoogleRequest request, GoogleApiError error, string words) => QuotaRefusal.Metrics(error) is { Count: > 0 } metrics
        ? Of(RefusalKind.Quota, GoogleApiDiagnostics.QuotaExceeded, request.What, request.Project, request.Region, string.Join(", ", metrics), GoogleLinks.Quotas(request.Project)) with { Metrics = metrics }
        : Of(RefusalKind.Rate, GoogleApiDiagnostics.RateExceeded, request.What, words);

    private static GoogleRefusal Disabled(GoogleRequest request, GoogleApiError error, string words)
    {
        var service = error.Metadata.TryGetValue("service", out var named) && ServiceName().IsMatch(named) ? named : GoogleEndpoints.Name(request.Service);
        var link = error.Metadata.TryGetValue("activationUrl", out var stated) && GoogleLinks.IsConsole(stated) ? stated
            : error.Links.FirstOrDefault(GoogleLinks.IsConsole) ?? GoogleLinks.Api(service, request.Project);
        return Of(RefusalKind.ApiDisabled, GoogleApiDiagnostics.ApiDisabled, service, request.Project, words, link);
    }

    private static bool IsDisabled(GoogleApiError error) => error.Reason is "SERVICE_DISABLED" or "accessNotConfigured" || NotEnabled().IsMatch(error.Message);

    private static string MissingPermission(GoogleApiError error, GoogleRequest request) =>
        error.Metadata.TryGetValue("permission", out var stated) && PermissionName().IsMatch(stated) ? stated
        : NamedPermission().Match(error.Message) is { Success: true } match ? match.Groups[1].Value
        : ActsAs().IsMatch(error.Message) ? OtherPermission
        : request.Permission;

    private static string Words(GoogleApiError error, GoogleAnswer answer) =>
        (error.RequestId.Length > 0 ? error.RequestId : answer.RequestId) is { Length: > 0 } id
            ? $"{error.Describe(answer.Secrets)} (request {GoogleApiError.Clean(id, answer.Secrets)})"
            : error.Describe(answer.Secrets);

    private static string Fields(GoogleApiError error, GoogleAnswer answer) => error.FieldViolations.Count == 0 ? ""
        : $" Fields: {string.Join("; ", error.FieldViolations.Select(violation => GoogleApiError.Clean($"{violation.Field}: {violation.Description}", answer.Secrets)))}.";

    private static GoogleRefusal Of(RefusalKind kind, DiagnosticDescriptor descriptor, params object?[] arguments) => new(kind, GoogleFailure.Create(descriptor, arguments), []);

    [GeneratedRegex("has not been used in project|API is disabled|it is disabled|is not enabled", RegexOptions.IgnoreCase)]
    private static partial Regex NotEnabled();

    [GeneratedRegex("requires a quota project|quota project, which is not set", RegexOptions.IgnoreCase)]
    private static partial Regex NeedsQuotaProject();

    [GeneratedRegex(@"\bact ?as\b.*service.?account|iam\.serviceAccounts\.actAs", RegexOptions.IgnoreCase)]
    private static partial Regex ActsAs();

    [GeneratedRegex(@"\A[a-z]+\.[A-Za-z]+\.[A-Za-z]+\z")]
    private static partial Regex PermissionName();

    [GeneratedRegex(@"\b([a-z]+\.[a-z][A-Za-z]+\.[a-z][A-Za-z]+)\b(?=['""]|\s+(?:denied|permission|access)|\s+on\b)")]
    private static partial Regex NamedPermission();

    [GeneratedRegex(@"\A[a-z]+\.googleapis\.com\z")]
    private static partial Regex ServiceName();
}
