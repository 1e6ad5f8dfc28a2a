using Caliban.Emulator.Jobs;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.GoogleCloud.Emulator;

public sealed class LocalRegistryTests
{
    [Fact]
    public async Task An_image_is_looked_for_where_its_name_says()
    {
        await using var registry = await HostileRegistry.StartAsync();
        var digest = registry.Store.AddManifest("team/trainer", "v1", "application/vnd.oci.image.manifest.v1+json", "{}"u8.ToArray());

        Assert.True(LocalRegistry.HasImage($"{registry.Address}/team/trainer:v1"));
        Assert.True(LocalRegistry.HasImage($"{registry.Address}/team/trainer@{digest}"));
        Assert.True(LocalRegistry.HasImage($"{registry.Address}/team/trainer:v1@{digest}"));
        Assert.False(LocalRegistry.HasImage($"{registry.Address}/team/trainer"));
        Assert.False(LocalRegistry.HasImage($"{registry.Address}/team/other:v1"));
        Assert.False(LocalRegistry.HasImage("127.0.0.1:1/team/trainer:v1"));
    }

    [Fact]
    public void An_image_elsewhere_is_taken_to_be_there() => Assert.True(LocalRegistry.HasImage("us-docker.pkg.dev/p/r/i@sha256:00"));
}
