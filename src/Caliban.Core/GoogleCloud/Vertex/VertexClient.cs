using System.Net;
using System.Runtime.CompilerServices;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Transport;
using Caliban.Core.GoogleCloud.Vertex.Api;
using Caliban.Core.Http;

namespace Caliban.Core.GoogleCloud.Vertex;

/// <summary>The custom jobs of one project and region. Safe to use from several threads.</summary>
/// <seealso href="https://cloud.google.com/vertex-ai/docs/reference/rest/v1/projects.locations.customJobs"/>
public sealed class VertexClient
{
    /// <summary>No larger page is promised; a service that allows less sends less.</summary>
    private const int PageSize = 100;

    private static readonly ReadOnlyMemory<byte> Empty = "{}"u8.ToArray();

    private readonly GoogleConnection _connection;
    private readonly Uri _jobs;

    /// <param name="project">Its id or number.</param>
    /// <exception cref="DiagnosticException">CAL5052: no name of a region; CAL5053: <c>CalibanVertexEndpoint</c> cannot be used.</exception>
    public VertexClient(GoogleConnection connection, string project, string region)
    {
        (_connection, Project, Region) = (connection, project, region);
        _jobs = connection.Address(GoogleService.Vertex, region, $"v1/projects/{Uri.EscapeDataString(project)}/locations/{region}/customJobs");
    }

    public string Project { get; }

    public string Region { get; }

    internal GoogleConnection Connection => _connection;

    /// <summary>Sends a job once. <see cref="VertexSubmitter"/> is what makes sure that it is accepted, and only once.</summary>
    /// <param name="body">The job as JSON.</param>
    /// <exception cref="SubmissionRefusedException">It is not taken.</exception>
    /// <exception cref="DiagnosticException">CAL5069: it is not known whether it was; others: nothing was sent.</exception>
    public async Task<CustomJob> CreateAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await TryCreateAsync(body, cancellationToken).ConfigureAwait(false) switch
        {
            CreateOutcome.Accepted accepted => accepted.Job,
            CreateOutcome.Refused refused => throw refused.Exception,
            CreateOutcome.Slowed slowed => throw slowed.Exception,
            CreateOutcome.NotSent notSent => throw new DiagnosticException(notSent.Diagnostic),
            CreateOutcome.Unknown unknown => throw Uncertain("(none)", unknown.Reason),
            _ => throw new InvalidOperationException(),
        };

    /// <summary>All jobs that a filter lets through, in the order of the service.</summary>
    /// <param name="filter">For example <c>labels.caliban_run="x" AND state!="JOB_STATE_SUCCEEDED"</c>; empty for all.</param>
    /// <exception cref="DiagnosticException">The list cannot be had to its end.</exception>
    public async IAsyncEnumerable<CustomJob> ListAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = "";
        do
        {
            var query = $"?pageSize={PageSize}&readMask={Uri.EscapeDataString(CustomJobReader.Fields)}"
                + (filter.Length > 0 ? $"&filter={Uri.EscapeDataString(filter)}" : "")
                + (token.Length > 0 ? $"&pageToken={Uri.EscapeDataString(token)}" : "");
            var request = Request(HttpMethod.Get, new Uri($"{_jobs}{query}"), "Listing the jobs", GooglePermissions.ListJobs);
            var page = await _connection.AskAsync(request, CustomJobReader.Page, cancellationToken).ConfigureAwait(false);
            foreach (var job in page.Jobs)
            {
                yield return job;
            }

            token = page.NextToken != token ? page.NextToken
                : token.Length == 0 ? ""
                : throw new DiagnosticException(GoogleFailure.Misunderstood(request, "its list has no end"));
        }
        while (token.Length > 0);
    }

    /// <param name="id">The last part of its name, or all of it.</param>
    /// <returns>Null when Vertex AI says that there is none.</returns>
    /// <exception cref="DiagnosticException">It cannot be asked.</exception>
    public Task<CustomJob?> GetAsync(string id, CancellationToken cancellationToken) =>
        _connection.FindAsync(Request(HttpMethod.Get, Address(id, ""), $"Reading the job '{Last(id)}'", GooglePermissions.GetJobs), CustomJobReader.Job, cancellationToken);

    /// <summary>Asks for an end, which comes some time later.</summary>
    /// <param name="id">The last part of its name, or all of it.</param>
    /// <returns>False when there is nothing to end: it has ended, or does not exist.</returns>
    /// <exception cref="DiagnosticException">It cannot be asked.</exception>
    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var request = Request(HttpMethod.Post, Address(id, ":cancel"), $"Stopping the job '{Last(id)}'", GooglePermissions.CancelJobs) with { Body = Empty };
        var (value, answer) = await _connection.TryAskAsync(request, _ => "", cancellationToken).ConfigureAwait(false);
        if (value is not null)
        {
            return true;
        }

        var error = GoogleApiError.Read(answer.Status, answer.Body);
        return answer.Failure is null && error.IsStructured && (error.Status == "FAILED_PRECONDITION" || answer.Status == HttpStatusCode.NotFound)
            ? false
            : throw GoogleFailure.ToException(_connection, request, answer);
    }

    /// <summary>Sends a job once.</summary>
    /// <exception cref="DiagnosticException">There is no access token: nothing was sent.</exception>
    /// <exception cref="SubmissionWithdrawnException">It was cancelled before anything was sent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled later.</exception>
    internal async Task<CreateOutcome> TryCreateAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var hasBegun = false;
        var request = Request(HttpMethod.Post, _jobs, "Submitting the job", GooglePermissions.CreateJobs) with
        {
            Body = body,
            OnBegin = () => Volatile.Write(ref hasBegun, true),
        };
        GoogleAnswer answer;
        try
        {
            answer = await _connection.SendOnceAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!Volatile.Read(ref hasBegun))
        {
            throw new SubmissionWithdrawnException(cancellationToken);
        }

        if (answer.IsSuccess)
        {
            return CustomJobReader.Job(answer.Body) is { } job ? new CreateOutcome.Accepted(job) : new CreateOutcome.Unknown("the answer is not understood");
        }

        if (answer.Failure is { } failure)
        {
            return answer.MayHaveArrived
                ? new CreateOutcome.Unknown(TransportFailure.Describe(failure))
                : new CreateOutcome.NotSent(
                    GoogleFailure.ToDiagnostic(_connection, request, answer),
                    TransportFailure.Describe(failure),
                    RetryPolicy.MayPass(failure) && !GoogleFailure.IsUnknownHost(failure));
        }

        var refusal = GoogleRefusal.Read(_connection, request, answer);
        var exception = new SubmissionRefusedException(refusal.Kind, refusal.Diagnostic, refusal.Metrics);
        var error = GoogleApiError.Read(answer.Status, answer.Body);
        return refusal.Kind == RefusalKind.Rate ? new CreateOutcome.Slowed(exception, error.RetryDelay ?? answer.RetryAfter, QuotaRefusal.StatedPerMinute(error))
            : MayHaveBeenAccepted(answer.Status) ? new CreateOutcome.Unknown($"it answered {(int)answer.Status}: {error.Describe(answer.Secrets)}")
            : new CreateOutcome.Refused(exception);
    }

    internal static DiagnosticException Uncertain(string label, string reason) =>
        DiagnosticException.Create(GoogleApiDiagnostics.SubmissionUncertain, SourceLocation.None, label, reason);

    /// <summary>Whoever answers so may have done it before, or stand between us and who does it.</summary>
    private static bool MayHaveBeenAccepted(HttpStatusCode status) =>
        ((int)status >= 500 && status != HttpStatusCode.NotImplemented) || status is HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)499;

    private GoogleRequest Request(HttpMethod method, Uri address, string what, string permission) =>
        new(method, GoogleService.Vertex, address, what) { Project = Project, Region = Region, Permission = permission };

    private Uri Address(string id, string verb) => new($"{_jobs}/{Uri.EscapeDataString(Last(id))}{verb}");

    private static string Last(string id) => id[(id.LastIndexOf('/') + 1)..];
}
