using System.Text.Json.Nodes;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

/// <summary>Bodies that are accepted, for tests to spoil.</summary>
internal static class JobBody
{
    private const string Small = """
        {
          "displayName": "job",
          "jobSpec": {
            "workerPoolSpecs": [
              {
                "machineSpec": { "machineType": "n1-standard-4" },
                "replicaCount": "1",
                "containerSpec": { "imageUri": "us-docker.pkg.dev/p/r/i@sha256:00", "args": [ "--lr", "0.1" ] }
              }
            ]
          }
        }
        """;

    public static JsonObject Of(string displayName = "job", params (string Key, string Value)[] labels)
    {
        var job = JsonNode.Parse(Small)!.AsObject();
        job["displayName"] = displayName;
        if (labels.Length > 0)
        {
            job["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value)));
        }

        return job;
    }

    public static JsonObject WithArguments(params string[] arguments)
    {
        var job = Of();
        job.Set("jobSpec.workerPoolSpecs.0.containerSpec.args", new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]));
        return job;
    }

    /// <summary>With a machine such as <c>{"machineType":"g2-standard-4"}</c>.</summary>
    public static JsonObject WithMachine(string machine)
    {
        var job = Of();
        job.Set("jobSpec.workerPoolSpecs.0.machineSpec", JsonNode.Parse(machine));
        return job;
    }

    /// <summary>Sets or, with null, removes what is at a path such as <c>jobSpec.workerPoolSpecs.0.replicaCount</c>.</summary>
    public static JsonObject Set(this JsonObject job, string path, JsonNode? value)
    {
        JsonNode place = job;
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            place = place is JsonArray array ? array[int.Parse(name)]! : place[name] ??= new JsonObject();
        }

        switch (place)
        {
            case JsonArray array when names[^1] == "+":
                array.Add(value);
                break;
            case JsonArray array:
                array[int.Parse(names[^1])] = value;
                break;
            case JsonObject parent when value is null:
                parent.Remove(names[^1]);
                break;
            default:
                place[names[^1]] = value;
                break;
        }

        return job;
    }
}
