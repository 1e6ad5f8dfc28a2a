using System.Collections.Concurrent;
using Caliban.Core.Registries.Transport;

namespace Caliban.Core.Registries;

/// <summary>Speaks with registries, whose connections and logins its repositories share.</summary>
public sealed class RegistryClient(RegistryClientOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryConnection> _connections = new(StringComparer.Ordinal);
    private readonly RegistryTransport _transport = new(options);

    /// <summary>A repository, which need not exist; nothing is asked yet.</summary>
    public RegistryRepository Open(RepositoryName name) => new(name, _connections.GetOrAdd(
        name.Registry, registry => new RegistryConnection(RegistryEndpoint.Of(registry, options.InsecureRegistries), _transport, options)));

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Dispose();
        }

        _transport.Dispose();
    }
}
