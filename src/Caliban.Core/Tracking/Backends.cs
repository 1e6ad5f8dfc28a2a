using Caliban.Core.Cloud;
using Caliban.Core.GoogleCloud;
using Caliban.Core.Jobs;
using Caliban.Core.Local;
using Caliban.Core.Projects;
using Caliban.Core.Projects.Configuration;

namespace Caliban.Core.Tracking;

/// <summary>All backends, by the names that the history keeps. Nothing of Google Cloud is loaded before a job there is asked about.</summary>
/// <param name="google">How Google Cloud is spoken to.</param>
/// <param name="variable">Reads an environment variable of the build.</param>
public sealed class Backends(GoogleCloudSettings google, VertexBackendOptions options, Func<string, string?> variable) : IDisposable
{
    private readonly LocalBackends _local = new(variable);
    private readonly Lock _lock = new();
    private VertexBackend? _vertex;

    /// <summary>Those that a request may need.</summary>
    public static Backends Of(TrackingRequest request, Func<string, string?> variable)
    {
        var (settings, folder) = (new CloudSettings(request.Cloud), Path.GetDirectoryName(request.ProjectFile)!);
        var google = settings.Google(folder, variable);
        if (google.CloudKey.Length == 0 && ProjectConfiguration.Read(folder, []).CloudKey is { Length: > 0 } key)
        {
            google = google with { CloudKey = Path.GetFullPath(key, folder) };
        }

        // Their texts were checked when jobs were submitted; here a mistake in them stops nobody from looking after his jobs.
        var properties = new ProjectProperties(request.ProjectFile);
        var defaults = new VertexBackendOptions();
        var options = defaults with
        {
            SettleTime = properties.Duration("CalibanSettleTime", settings["CalibanSettleTime"]) ?? defaults.SettleTime,
            PollInterval = properties.Duration("CalibanPollInterval", settings["CalibanPollInterval"]) ?? defaults.PollInterval,
        };
        return new Backends(google, options, variable);
    }

    /// <summary>The backend of a name; null when there is none, or it does not answer.</summary>
    /// <param name="name"><c>docker</c>, <c>process</c>, <c>vertex</c>.</param>
    public Task<IJobBackend?> FindAsync(string name, CancellationToken cancellationToken) =>
        name == VertexBackend.BackendName ? Task.FromResult<IJobBackend?>(Vertex()) : _local.FindAsync(name, cancellationToken);

    public void Dispose() => _vertex?.Dispose();

    private VertexBackend Vertex()
    {
        lock (_lock)
        {
#pragma warning disable CA2000 // the backend disposes of its connection
            return _vertex ??= new VertexBackend(new GoogleConnection(google, variable), options);
#pragma warning restore CA2000
        }
    }
}
