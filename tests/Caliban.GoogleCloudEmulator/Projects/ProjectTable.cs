using System.Collections.Concurrent;
using System.Globalization;

namespace Caliban.Emulator.Projects;

/// <summary>The projects that exist.</summary>
public sealed class ProjectTable
{
    private readonly ConcurrentDictionary<string, EmulatedProject> _projects = new();
    private long _next = 210_000_000_000;

    /// <summary>By id or number.</summary>
    public EmulatedProject this[string project] => Find(project) ?? throw new KeyNotFoundException($"There is no project '{project}'.");

    public EmulatedProject Add(string id, string? number = null)
    {
        var project = new EmulatedProject(id, number ?? Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture));
        _projects[project.Id] = project;
        _projects[project.Number] = project;
        return project;
    }

    internal EmulatedProject? Find(string project) => _projects.GetValueOrDefault(project);
}
