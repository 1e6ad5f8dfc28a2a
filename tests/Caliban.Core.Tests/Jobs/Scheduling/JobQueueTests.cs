using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Scheduling;

namespace Caliban.Core.Tests.Jobs.Scheduling;

public sealed class JobQueueTests
{
    private readonly FakeTime _time = new();
    private readonly JobQueue _queue;

    public JobQueueTests() => _queue = new JobQueue(_time, patience: 3);

    [Fact]
    public void Jobs_come_in_their_order()
    {
        Add(1, 1, 1);

        Assert.Equal([0, 1, 2, null], [Take(), Take(), Take(), Take()]);
    }

    [Fact]
    public void A_job_that_does_not_fit_lets_a_smaller_one_pass()
    {
        Add(8, 1);

        Assert.Equal(1, Take(free: 4));
        Assert.Equal(1, _queue.Count);
    }

    [Fact]
    public void A_job_is_passed_only_so_often()
    {
        Add(8, 1, 1, 1, 1);

        Assert.Equal([1, 2, 3, null], [Take(free: 4), Take(free: 4), Take(free: 4), Take(free: 4)]);
        Assert.Equal([0, 4], [Take(free: 8), Take(free: 4)]);
    }

    [Fact]
    public void A_job_that_is_returned_is_the_first_again()
    {
        Add(1, 1);
        var first = _queue.Take(_ => true)!;

        _queue.Return(first);

        Assert.Equal(0, Take());
    }

    [Fact]
    public void A_job_is_not_taken_before_it_is_due()
    {
        _queue.Add(Job(0, 1) with { Due = _time.GetTimestamp() + TimeSpan.FromSeconds(10).Ticks });
        _queue.Add(Job(1, 1));

        Assert.Equal([1, null], [Take(), Take()]);
        Assert.Equal(TimeSpan.FromSeconds(10), _queue.UntilNext());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(_queue.UntilNext());
        Assert.Equal(0, Take());
    }

    [Fact]
    public void A_job_that_waits_for_its_time_is_not_counted_as_passed()
    {
        _queue.Add(Job(0, 1) with { Due = _time.GetTimestamp() + 1 });
        _queue.Add(Job(1, 1));
        _queue.Take(_ => true);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(0, _queue.Take(_ => true)!.Overtaken);
    }

    private int? Take(int free = 16) => _queue.Take(count => count <= free)?.Position;

    private void Add(params int[] devices)
    {
        foreach (var (position, count) in devices.Index())
        {
            _queue.Add(Job(position, count));
        }
    }

    private static QueuedJob Job(int position, int devices) => new(position, new PlannedJob(position + 1, "", []), position, 1, devices, 0);
}
