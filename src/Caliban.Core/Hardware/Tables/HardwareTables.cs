using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Caliban.Core.Hardware.Tables;

/// <summary>
/// The tables of Google's documentation, read when they are first asked for. They are the files <c>vertex-machines.json</c>
/// and <c>vertex-regions.json</c> beside this class, and are brought up to date there and nowhere else.
/// </summary>
public static class HardwareTables
{
    private static readonly Lazy<MachineTable> LazyMachines = new(() => new MachineTable(Read("vertex-machines.json", TablesJson.Default.MachineTableFile)));

    private static readonly Lazy<RegionTable> LazyRegions = new(() => Read("vertex-regions.json", TablesJson.Default.RegionTable));

    public static MachineTable Machines => LazyMachines.Value;

    public static RegionTable Regions => LazyRegions.Value;

    private static T Read<T>(string name, JsonTypeInfo<T> type)
    {
        using var stream = typeof(HardwareTables).Assembly.GetManifestResourceStream(typeof(HardwareTables), name)!;
        return JsonSerializer.Deserialize(stream, type)!;
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MachineTableFile))]
[JsonSerializable(typeof(RegionTable))]
internal sealed partial class TablesJson : JsonSerializerContext;
