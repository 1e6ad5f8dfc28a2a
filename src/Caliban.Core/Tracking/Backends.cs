using Caliban.Core.Cloud;
using Caliban.Core.GoogleCloud;
using Caliban.Core.Jobs;
using Caliban.Core.Local;

namespace Caliban.Core.Tracking;

/// <summary>All backends, by the names that the history keeps. Nothing of Google Cloud is loaded before a job there is asked about.</summary>
/// <param name="google">How Google Cloud is spoken to.</param>
/// <param name="variable">Reads an environment variable of the build.</param>
public sealed class Backends(GoogleCloudSettings google, VertexBackendOptions options, Func<string, string?> variable) : IDisposable
{
    private readonly LocalBackends _local = new(variable);
    private readonly Lock _lock = new();
    private VertexBackend? _vertex;

    /// <summary>The backend of a name; null when there is none, or it does not answer.</summary>
    /// <param name="name"><c>docker</c>, <c>process</c>, <c>vertex</c>.</param>
    public Task<IJobBackend?> FindAsync(string name, CancellationToken cancellationToken) =>
        name == VertexBackend.BackendName ? Task.FromResult<IJobBackend?>(Vertex()) : _local.FindAsync(name, cancellationToken);

    public void Dispose() => _vertex?.Dispose();

    private VertexBackend Vertex()
    {
        lock (_lock)
        {
            return _vertex ??= new VertexBackend(new GoogleConnection(google, variable), options);
        }
    }
}
