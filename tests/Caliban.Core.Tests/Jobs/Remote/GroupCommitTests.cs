using System.Collections.Concurrent;
using Caliban.Core.Jobs.Remote;

namespace Caliban.Core.Tests.Jobs.Remote;

/// <summary>What many want to write at once is one write.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private readonly ConcurrentQueue<IReadOnlyList<int>> _writes = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose()
    {
        _begun.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task What_is_added_while_a_write_is_under_way_is_written_in_one_go()
    {
        var commit = Commit();
        var first = commit.AddAsync(0);
        await _begun.WaitAsync();
        var others = Enumerable.Range(1, 100).Select(commit.AddAsync).ToList();

        _gate.Release(2);

        Assert.Equal("answer 0", await first);
        Assert.Equal(Enumerable.Range(1, 100).Select(item => $"answer {item}"), await Task.WhenAll(others));
        Assert.Equal([1, 100], _writes.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Nothing_is_answered_before_it_is_written()
    {
        var commit = Commit();
        var answer = commit.AddAsync(1);
        await _begun.WaitAsync();

        Assert.False(answer.IsCompleted);
        _gate.Release();
        await answer;
    }

    [Fact]
    public async Task A_write_that_fails_fails_all_of_its_batch_and_none_of_the_next()
    {
        var commit = Commit(fails: batch => batch.Contains(2));
        var first = commit.AddAsync(0);
        await _begun.WaitAsync();
        Task<string>[] failing = [commit.AddAsync(1), commit.AddAsync(2), commit.AddAsync(3)];
        _gate.Release(2);

        Assert.Equal("answer 0", await first);
        foreach (var answer in failing)
        {
            Assert.Equal("full", (await Assert.ThrowsAsync<IOException>(() => answer)).Message);
        }

        _gate.Release();
        Assert.Equal("answer 4", await commit.AddAsync(4));
    }

    [Fact]
    public async Task Whoever_adds_from_many_threads_gets_his_own_answer()
    {
        var commit = new GroupCommit<int, string>(async batch =>
        {
            await Task.Yield();
            return [.. batch.Select(item => $"answer {item}")];
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(item => Task.Run(() => commit.AddAsync(item))));

        Assert.Equal(Enumerable.Range(0, 2000).Select(item => $"answer {item}"), answers);
    }

    private GroupCommit<int, string> Commit(Func<IReadOnlyList<int>, bool>? fails = null) => new(async batch =>
    {
        _writes.Enqueue(batch);
        _begun.Release();
        await _gate.WaitAsync();
        return fails?.Invoke(batch) == true ? throw new IOException("full") : [.. batch.Select(item => $"answer {item}")];
    });
}
