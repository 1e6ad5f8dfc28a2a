using Caliban.Core.Registries;

namespace Caliban.Core.Images.Publishing;

/// <summary>A client for registries that is made when the first repository is opened.</summary>
public sealed class LazyRegistries(Func<RegistryClient> connect) : IDisposable
{
    private readonly Lazy<RegistryClient> _client = new(connect);

    public IRepository Open(RepositoryName name) => _client.Value.Open(name);

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }
}
