namespace Caliban.Core.Jobs.Remote;

/// <summary>Gathers what is to be written while an earlier write is under way, and writes it in one go: one transaction for many.</summary>
/// <param name="write">Writes all of it or nothing; one answer for each, in their order.</param>
internal sealed class GroupCommit<TItem, TAnswer>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> write)
{
    private readonly Lock _lock = new();
    private List<(TItem Item, TaskCompletionSource<TAnswer> Answer)> _waiting = [];
    private bool _isWriting;

    /// <returns>The answer, when it is durable.</returns>
    public Task<TAnswer> AddAsync(TItem item)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add((item, answer));
            if (!_isWriting)
            {
                _isWriting = true;
                _ = Task.Run(WriteAsync);
            }
        }

        return answer.Task;
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            List<(TItem Item, TaskCompletionSource<TAnswer> Answer)> batch;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isWriting = false;
                    return;
                }

                (batch, _waiting) = (_waiting, []);
            }

            try
            {
                var answers = await write([.. batch.Select(entry => entry.Item)]).ConfigureAwait(false);
                foreach (var (entry, answer) in batch.Zip(answers))
                {
                    entry.Answer.SetResult(answer);
                }
            }
            catch (Exception exception)
            {
                foreach (var (_, answer) in batch)
                {
                    answer.SetException(exception);
                }
            }
        }
    }
}
