namespace Caliban.Core.Http;

/// <summary>Ends an exchange in which nothing moves any more, however long the whole of it takes.</summary>
internal sealed class IdleTimer : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource _source;

    public IdleTimer(TimeSpan limit, CancellationToken cancellationToken)
    {
        _limit = limit;
        _outer = cancellationToken;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Touch();
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Something moved.</summary>
    public void Touch() => _source.CancelAfter(_limit);

    /// <exception cref="TimeoutException">Nothing moved for too long.</exception>
    /// <exception cref="HttpRequestException">No connection came about for too long, or what the action throws.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action)
    {
        try
        {
            return await action(Token).ConfigureAwait(false);
        }
        catch (Exception) when (_source.IsCancellationRequested && !_outer.IsCancellationRequested)
        {
            throw new TimeoutException(FormattableString.Invariant($"there was no answer within {_limit.TotalSeconds:0.#} s"));
        }
        catch (OperationCanceledException exception) when (exception.InnerException is TimeoutException && !_outer.IsCancellationRequested)
        {
            // So a handler says that no connection came about in its time, which looks as if somebody had stopped it.
            throw new HttpRequestException(HttpRequestError.ConnectionError, "there was no connection within the time for it");
        }
    }

    public void Dispose() => _source.Dispose();
}
