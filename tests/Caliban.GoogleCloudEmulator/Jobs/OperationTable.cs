using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Jobs;

/// <summary>The operations of deleted jobs, which are done as soon as they begin.</summary>
/// <seealso href="https://google.aip.dev/151"/>
internal sealed class OperationTable(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, string> _operations = new();
    private long _next = 4_000_000_000_000_000_000;

    /// <summary>By name: the JSON of each.</summary>
    public IReadOnlyDictionary<string, string> Items => _operations;

    public void Restore(IReadOnlyDictionary<string, string> items)
    {
        foreach (var (name, text) in items)
        {
            _operations[name] = text;
        }

        _next += items.Count;
    }

    public Answer AddDeletion(EmulatedJob job)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"projects/{job.ProjectNumber}/locations/{job.Location}/operations/{Interlocked.Increment(ref _next)}");
        var time = JobWriter.Time(clock.GetUtcNow());
        var operation = new JsonObject
        {
            ["name"] = name,
            ["metadata"] = new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.cloud.aiplatform.v1.DeleteOperationMetadata",
                ["genericMetadata"] = new JsonObject { ["createTime"] = time, ["updateTime"] = time },
            },
            ["done"] = true,
            ["response"] = new JsonObject { ["@type"] = "type.googleapis.com/google.protobuf.Empty" },
        };
        _operations[name] = operation.ToJsonString(JsonOptions.Relaxed);
        return Answer.Of(operation);
    }

    public Answer Get(Call call)
    {
        call.AllowQuery();
        var name = $"projects/{call.Project!.Number}/locations/{call.Route.Location}/operations/{call.Route.Id}";
        return _operations.TryGetValue(name, out var text) ? Answer.Text(text, Answer.Json)
            : throw Refusals.NotFound($"The Operation \"{name}\" does not exist.");
    }
}
