using System.Text.Json.Nodes;
using Caliban.Core.Tests.GoogleCloud.Emulator;
using Caliban.Emulator;
using Caliban.Testing;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>The golden requests before a judge that knows only what Google publishes.</summary>
public sealed class GoldenBodyTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Caliban.Core.Tests", "GoogleCloud", "Golden");

    public static TheoryData<string> Bodies => [.. Directory.GetFiles(Folder, "custom-job.*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_request_is_accepted_as_the_published_schema_says(string file)
    {
        // What stands in a golden file is no matter of quotas, and an empty value of a variable has a test of its own.
        await using var cloud = await GoogleCloudEmulator.StartAsync();
        using var client = new EmulatorClient(cloud);
        var body = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, file)))!;

        var reply = await client.CreateAsync(body);

        Assert.True(reply.Status == 200, $"{file}: {reply.Body}");
    }
}
