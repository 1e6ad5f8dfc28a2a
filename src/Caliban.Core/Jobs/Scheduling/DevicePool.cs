namespace Caliban.Core.Jobs.Scheduling;

/// <summary>
/// How many jobs of this run have each GPU. The history has the last word, since it knows the jobs of other builds; this
/// only spares it questions whose answer is no.
/// </summary>
internal sealed class DevicePool(IReadOnlyList<string> devices, int jobsPerDevice)
{
    private readonly Dictionary<string, int> _jobs = devices.ToDictionary(device => device, _ => 0, StringComparer.Ordinal);

    public bool Fits(int count) => count <= _jobs.Values.Count(jobs => jobs < jobsPerDevice);

    public void Take(IReadOnlyList<string> taken) => Add(taken, 1);

    public void Free(IReadOnlyList<string> freed) => Add(freed, -1);

    // A job that was adopted may have a device that this machine has no more.
    private void Add(IReadOnlyList<string> changed, int change)
    {
        foreach (var device in changed)
        {
            _jobs[device] = _jobs.GetValueOrDefault(device) + change;
        }
    }
}
