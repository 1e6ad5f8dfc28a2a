using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.GoogleCloud.Vertex.Labels;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Remote;
using Caliban.Core.Processes;

namespace Caliban.Core.Cloud;

/// <summary>Vertex AI as the place where the jobs of one plan are sent to.</summary>
/// <param name="backend">Looks after them.</param>
/// <param name="requests">What they look like.</param>
public sealed class VertexSweepBackend(VertexTarget target, VertexBackend backend, VertexSubmitter submitter, VertexJobs requests, int concurrency) : IRemoteBackend
{
    public string Name => backend.Name;

    public string Place => target.Place;

    public int CandidateCount => target.Hardware.Count;

    public int Concurrency => concurrency;

    public string CandidateTitle(int candidate) => target.Hardware[candidate].Title;

    public async Task<RemoteReceipt> SubmitAsync(
        RemoteLaunch launch, Action<string> onWait, CancellationToken withdraw, CancellationToken cancellationToken)
    {
        try
        {
            var job = await submitter.SubmitAsync(
                CustomJobBody.Write(requests.Of(launch)), JobLabels.JobValue(launch.Name), askFirst: false, onWait, withdraw, cancellationToken).ConfigureAwait(false);
            var resource = new VertexResource(target.ProjectId, target.Region, job.Id);
            return new RemoteReceipt(resource.Name, VertexLinks.Job(resource), VertexLinks.Hints(resource));
        }
        catch (SubmissionWithdrawnException exception)
        {
            throw new RemoteWithdrawalException(exception.CancellationToken);
        }
        catch (SubmissionRefusedException refusal)
        {
            throw new RemoteRefusalException(refusal.Diagnostic, Meaning(refusal.Kind));
        }
        catch (DiagnosticException exception) when (exception.Diagnostics[0].Descriptor == GoogleApiDiagnostics.SubmissionUncertain)
        {
            throw new TimeoutException(exception.Diagnostics[0].Message, exception);
        }
        catch (DiagnosticException exception)
        {
            // A login that does not work, or a server that has no address: nothing was sent.
            throw new RemoteRefusalException(exception.Diagnostics[0], RemoteRefusalKind.OfAll);
        }
    }

    public bool EndedForLackOfHardware(BackendJob job) => VertexStates.EndedForLackOfHardware(job);

    public Task<IReadOnlyList<BackendJob>> ObserveAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) =>
        backend.ObserveAsync(jobs, cancellationToken);

    public Task<BackendJob> SettleAsync(RecordedJob job, CancellationToken cancellationToken) => backend.SettleAsync(job, cancellationToken);

    public Task StopAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) => backend.StopAsync(jobs, cancellationToken);

    public Task SaveLogAsync(RecordedJob job, CancellationToken cancellationToken) => backend.SaveLogAsync(job, cancellationToken);

    public Task CopyOutputAsync(RecordedJob job, OutputHandler onOutput, bool follow, CancellationToken cancellationToken) =>
        backend.CopyOutputAsync(job, onOutput, follow, cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<RecordedJob> jobs, CancellationToken cancellationToken) => backend.ReleaseAsync(jobs, cancellationToken);

    private static RemoteRefusalKind Meaning(RefusalKind kind) => kind switch
    {
        RefusalKind.Quota => RemoteRefusalKind.OfHardware,
        RefusalKind.Invalid or RefusalKind.Other => RemoteRefusalKind.OfJob,
        _ => RemoteRefusalKind.OfAll,
    };
}
