using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>The tests' base image with pip told of an index.</summary>
internal sealed class IndexedImage : IAsyncDisposable
{
    /// <summary>A reference.</summary>
    public string Name { get; } = $"caliban-test/indexed:{Guid.NewGuid():N}";

    public static async Task<IndexedImage> CreateAsync(PackageIndex index)
    {
        var image = new IndexedImage();
        var build = new Command("docker", "build", "--tag", image.Name, "-")
        {
            Input = $"FROM {DockerFactAttribute.BaseImage}\nENV PIP_INDEX_URL={index.Simple}\n",
        };
        var result = await build.RunAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        return image;
    }

    public async ValueTask DisposeAsync()
    {
        // The environments on top of it are of no further use.
        var environments = await DockerCli.AskAsync("image", "ls", "--quiet", "--filter", $"label=org.opencontainers.image.base.name={Name}");
        foreach (var environment in environments.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            var reference = await DockerCli.AskAsync("image", "inspect", "--format", "{{index .RepoTags 0}}", environment);
            var above = await DockerCli.AskAsync("image", "ls", "--quiet", "--filter", $"label=org.opencontainers.image.base.name={reference}");
            await DockerCli.RunAsync(["image", "rm", "--force", .. above.Split('\n', StringSplitOptions.RemoveEmptyEntries), reference]);
        }

        await DockerCli.RunAsync("image", "rm", Name);
    }
}
