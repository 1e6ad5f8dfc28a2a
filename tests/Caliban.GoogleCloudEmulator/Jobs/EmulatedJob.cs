using System.Text.Json;
using Caliban.Emulator.Hardware;

namespace Caliban.Emulator.Jobs;

/// <summary>A custom job that was accepted.</summary>
public sealed class EmulatedJob
{
    private readonly TimeProvider _clock;
    private readonly Lazy<JsonElement> _spec;

    internal EmulatedJob(JobRecord record, TimeProvider clock)
    {
        Record = record;
        _clock = clock;
        _spec = new Lazy<JsonElement>(() => JsonElement.Parse(record.JobSpec));
        Timeline = new JobTimeline(this);
    }

    public string Id => Record.Id;

    /// <summary>The id of the project.</summary>
    public string Project => Record.Project;

    public string ProjectNumber => Record.ProjectNumber;

    public string Location => Record.Location;

    /// <summary><c>projects/NUMBER/locations/REGION/customJobs/ID</c>.</summary>
    public string Name => $"projects/{ProjectNumber}/locations/{Location}/customJobs/{Id}";

    public string DisplayName => Record.DisplayName;

    public IReadOnlyDictionary<string, string> Labels => Record.Labels;

    /// <summary>In canonical JSON: 64-bit numbers are texts.</summary>
    public JsonElement Spec => _spec.Value;

    public DateTimeOffset CreateTime => Record.CreateTime;

    /// <summary>Who asked for it.</summary>
    public string Creator => Record.Creator;

    /// <summary>Of the first container.</summary>
    public IReadOnlyList<string> Arguments => Container is { } container && container.TryGetProperty("args", out var args)
        ? [.. args.EnumerateArray().Select(argument => argument.GetString()!)] : [];

    /// <summary>Of the first container.</summary>
    public IReadOnlyDictionary<string, string> Environment => Container is { } container && container.TryGetProperty("env", out var variables)
        ? variables.EnumerateArray().ToDictionary(variable => variable.GetProperty("name").GetString()!, variable => variable.GetProperty("value").GetString()!)
        : new Dictionary<string, string>();

    /// <summary>Of the first container, or empty.</summary>
    public string Image => Container?.GetProperty("imageUri").GetString() ?? "";

    public JobState State => Status.State;

    public JobStatus Status => Timeline.At(_clock.GetUtcNow());

    /// <summary>Whether a request removed it.</summary>
    public bool IsDeleted => Record.IsDeleted;

    /// <summary>Virtual processors and accelerators by the metric of their quota.</summary>
    public IReadOnlyDictionary<string, long> Demand => field ??= HardwareDemand.Of(Spec);

    internal JobRecord Record { get; }

    internal JobTimeline Timeline { get; }

    private JsonElement? Container =>
        Spec.GetProperty("workerPoolSpecs")[0].TryGetProperty("containerSpec", out var container) ? container : null;

    public override string ToString() => $"{Name} '{DisplayName}' {State.Text()}";
}
