using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.History.Locations;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Journal;
using Caliban.Core.Projects;

namespace Caliban.Core.Tracking;

/// <summary>What the verbs share: the history, the backends that have its jobs, and who asks from where.</summary>
/// <param name="findBackend">The backend of a name; null where it cannot be had now.</param>
/// <param name="reconcile">
/// Brings the unfinished jobs of this user and host up to date, with one question for each backend. Returns what could not
/// be found out, as sentences.
/// </param>
public sealed class Tracker(
    IHistory history,
    Func<string, CancellationToken, Task<IJobBackend?>> findBackend,
    Func<CancellationToken, Task<IReadOnlyList<string>>> reconcile,
    string user,
    string host,
    TimeProvider? time = null) : IAsyncDisposable
{
    private Backends? _backends;

    public IHistory History => history;

    /// <summary>Who asks.</summary>
    public string User => user;

    /// <summary>The name of this machine.</summary>
    public string Host => host;

    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Opens the history of a request.</summary>
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <exception cref="DiagnosticException">It is off (CAL7037) or cannot be opened.</exception>
    public static async Task<Tracker> OpenAsync(TrackingRequest request, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        var declaredAt = ProjectFileLocator.Property(request.ProjectFile, "CalibanHistoryUrl", request.HistoryLocation);
        if (HistoryLocation.Find(request.HistoryLocation, variable, declaredAt) is HistoryLocation.Memory)
        {
            throw DiagnosticException.Create(TrackingDiagnostics.HistoryIsOff, declaredAt);
        }

        var history = await HistoryStore.OpenAsync(request.HistoryLocation, variable, declaredAt, cancellationToken).ConfigureAwait(false);
        var (user, host) = (Environment.UserName, Environment.MachineName);
        var backends = Backends.Of(request, variable);
        var reconciler = new Reconciler(history, backends.FindAsync, user, host, andRemote: true);
        return new Tracker(history, backends.FindAsync, ReconcileAsync, user, host) { _backends = backends };

        async Task<IReadOnlyList<string>> ReconcileAsync(CancellationToken token) =>
        [
            .. (await reconciler.RunAsync(token).ConfigureAwait(false)).Silent.Select(backend =>
                $"{backend}, so its jobs are shown as they last stood"),
        ];
    }

    /// <summary>See the parameter of the constructor.</summary>
    public Task<IReadOnlyList<string>> ReconcileAsync(CancellationToken cancellationToken) => reconcile(cancellationToken);

    public Task<IJobBackend?> FindBackendAsync(string name, CancellationToken cancellationToken) => findBackend(name, cancellationToken);

    /// <summary>The ids of the runs that live, as far as the history knows.</summary>
    public async Task<HashSet<string>> LiveRunsAsync(CancellationToken cancellationToken)
    {
        var runs = await history.OpenRunsAsync(cancellationToken).ConfigureAwait(false);
        return [.. runs.Select(run => run.Id)];
    }

    public ValueTask DisposeAsync()
    {
        _backends?.Dispose();
        return history.DisposeAsync();
    }
}
