namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Keeps a token for as long as it is good, and lets one caller at a time ask for the next.</summary>
/// <param name="ask">Asks for a token and when it expires.</param>
internal sealed class TokenCache(TimeProvider time, Func<CancellationToken, Task<(string Token, DateTimeOffset Expires)>> ask) : IDisposable
{
    /// <summary>Metadata servers give a new token only when less than five minutes are left; this is a little less. Of short lives a quarter is left unused.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(4);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Kept? _kept;

    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (Good() is { } known)
        {
            return known;
        }

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Good() is { } found)
            {
                return found;
            }

            var (token, expires) = await ask(cancellationToken).ConfigureAwait(false);
            var now = time.GetUtcNow();
            var slack = (expires - now) / 4;
            _kept = new Kept(token, expires - (slack < Slack ? slack : Slack));
            return token;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Refuse(string token)
    {
        if (_kept?.Token == token)
        {
            _kept = null;
        }
    }

    public void Dispose() => _gate.Dispose();

    private string? Good() => _kept is { } kept && time.GetUtcNow() < kept.Renewal ? kept.Token : null;

    private sealed class Kept(string token, DateTimeOffset renewal)
    {
        public string Token => token;

        public DateTimeOffset Renewal => renewal;
    }
}
