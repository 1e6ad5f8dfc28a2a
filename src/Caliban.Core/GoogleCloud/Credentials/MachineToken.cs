namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Tokens of the service account that a machine of Google Cloud runs as.</summary>
internal sealed class MachineToken(MetadataServer server, TimeProvider time) : IGoogleToken, IDisposable
{
    public const string Description = "the service account of this machine";

    private readonly TokenCache _cache = new(time, server.TokenAsync);

    public string Source => Description;

    public Task<string> GetAsync(CancellationToken cancellationToken) => _cache.GetAsync(cancellationToken);

    public void Refuse(string token) => _cache.Refuse(token);

    public void Dispose() => _cache.Dispose();
}
