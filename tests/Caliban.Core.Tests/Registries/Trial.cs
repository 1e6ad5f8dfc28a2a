using Caliban.Core.Diagnostics;
using Caliban.Core.Registries;
using Caliban.Core.Registries.Credentials;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>A client and the registry it is tried on.</summary>
internal sealed class Trial : IAsyncDisposable
{
    public const string Path = "team/image";

    private readonly LeadingHandler _handler;
    private readonly RegistryClient _client;

    private Trial(HostileRegistry registry, RegistryCredential? credential, string? host, TimeSpan? idleTime)
    {
        Registry = registry;
        Host = host ?? registry.Address;
        _handler = new LeadingHandler(registry.Address);
        _client = new RegistryClient(new RegistryClientOptions
        {
            Credentials = new OneCredential(credential),
            Handler = _handler,
            IdleTime = idleTime ?? TimeSpan.FromSeconds(30),
            OnRetry = Said.Add,
            Random = () => 0.5,
            Time = Clock,
        });
        Repository = _client.Open(new RepositoryName(Host, Path));
    }

    public HostileRegistry Registry { get; }

    public string Host { get; }

    public SkippedWaits Clock { get; } = new();

    public RegistryRepository Repository { get; }

    /// <summary>What was said of attempts.</summary>
    public List<string> Said { get; } = [];

    /// <param name="host">The registry's name, where it is to be another than its loopback address; it is spoken to with TLS as far as the client knows.</param>
    public static async Task<Trial> StartAsync(RegistryCredential? credential = null, string? host = null, TimeSpan? idleTime = null) =>
        new(await HostileRegistry.StartAsync(), credential, host, idleTime);

    public RegistryRepository Open(string path) => _client.Open(new RepositoryName(Host, path));

    /// <summary>Uploads, counting how often the content is opened.</summary>
    public async Task<int> UploadAsync(byte[] content)
    {
        var opened = 0;
        await Repository.UploadBlobAsync(
            Blobs.Describe(content),
            _ =>
            {
                opened++;
                return Task.FromResult<Stream>(new MemoryStream(content));
            },
            CancellationToken.None);
        return opened;
    }

    /// <summary>The one diagnostic that something ends with.</summary>
    public static async Task<Diagnostic> FailsAsync(Func<Task> action) =>
        Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(action)).Diagnostics);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _handler.Dispose();
        await Registry.DisposeAsync();
    }
}
