using System.Text.Json;

namespace Caliban.Benchmarks.Measuring;

/// <summary>What a process is told about a remote sweep.</summary>
/// <param name="Target">As the task DeclareCloud gives it.</param>
/// <param name="Settings">Properties by their names.</param>
internal sealed record CloudRequest(string ProjectFile, string PlanFile, string Target, string Image, Dictionary<string, string> Settings)
{
    public static CloudRequest Read(string file) => JsonSerializer.Deserialize<CloudRequest>(File.ReadAllText(file))!;

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this));
}
