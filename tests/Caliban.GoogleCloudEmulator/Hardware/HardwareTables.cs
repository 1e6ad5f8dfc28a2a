using System.Collections.Frozen;
using System.Text.Json;

namespace Caliban.Emulator.Hardware;

/// <summary>The published tables of machines and regions.</summary>
/// <seealso href="https://docs.cloud.google.com/vertex-ai/docs/training/configure-compute"/>
public static class HardwareTables
{
    private static readonly JsonElement Root = Read();

    public static IReadOnlyList<string> Regions { get; } = [.. Root.GetProperty("regions").EnumerateArray().Select(region => region.GetString()!)];

    /// <summary>By machine type.</summary>
    public static FrozenDictionary<string, MachineType> Machines { get; } = Root.GetProperty("machines").EnumerateObject()
        .ToFrozenDictionary(machine => machine.Name, machine => machine.Value.Deserialize<MachineType>(JsonSerializerOptions.Web)!);

    private static JsonElement Read()
    {
        using var stream = typeof(HardwareTables).Assembly.GetManifestResourceStream("machines.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
