using System.Text.Json;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>Items as <c>-getTargetResult</c> and <c>-getItem</c> print them.</summary>
internal static class ItemOutput
{
    /// <summary>The items that a target returned.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Returned(this CommandResult result, string target) =>
        Read(result, root => root.GetProperty("TargetResults").GetProperty(target).GetProperty("Items"));

    /// <summary>The items of a name.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Items(this CommandResult result, string name) =>
        Read(result, root => root.GetProperty("Items").GetProperty(name));

    private static List<Dictionary<string, string>> Read(CommandResult result, Func<JsonElement, JsonElement> find)
    {
        try
        {
            using var document = JsonDocument.Parse(result.Output);
            return
            [
                .. find(document.RootElement).EnumerateArray().Select(item =>
                    item.EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!)),
            ];
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            Assert.Fail($"{exception.Message}: {result}");
            throw;
        }
    }
}
