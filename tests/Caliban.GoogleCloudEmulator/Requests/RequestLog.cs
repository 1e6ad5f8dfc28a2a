using System.Collections;
using System.Collections.Concurrent;

namespace Caliban.Emulator.Requests;

/// <summary>All requests, in the order in which they came.</summary>
public sealed class RequestLog : IReadOnlyCollection<RecordedRequest>
{
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();

    internal RequestLog()
    {
    }

    public int Count => _requests.Count;

    public IEnumerable<RecordedRequest> Refused => _requests.Where(request => request.IsRefused);

    public IEnumerable<RecordedRequest> Of(CloudOperation operation) => _requests.Where(request => request.Operation == operation);

    public void Clear() => _requests.Clear();

    public IEnumerator<RecordedRequest> GetEnumerator() => _requests.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(RecordedRequest request) => _requests.Enqueue(request);
}
