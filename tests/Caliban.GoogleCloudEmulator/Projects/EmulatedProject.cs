using System.Collections.Concurrent;

namespace Caliban.Emulator.Projects;

/// <summary>A project, its services and what callers may do in it: everything, but for what is denied.</summary>
public sealed class EmulatedProject
{
    private readonly ConcurrentDictionary<string, bool> _denied = new();
    private readonly ConcurrentDictionary<string, bool> _disabled = new();

    internal EmulatedProject(string id, string number)
    {
        Id = id;
        Number = number;
    }

    public string Id { get; }

    public string Number { get; }

    /// <summary>Takes a permission from everybody: <c>aiplatform.customJobs.create</c>, <c>iam.serviceAccounts.actAs</c>, …</summary>
    public void Deny(string permission) => _denied[permission] = true;

    public void Allow(string permission) => _denied.TryRemove(permission, out _);

    /// <summary>Switches an API off: <c>aiplatform.googleapis.com</c>, <c>logging.googleapis.com</c>, …</summary>
    public void Disable(string service) => _disabled[service] = true;

    public void Enable(string service) => _disabled.TryRemove(service, out _);

    internal bool Allows(string permission) => !_denied.ContainsKey(permission);

    internal bool HasEnabled(string service) => !_disabled.ContainsKey(service);
}
