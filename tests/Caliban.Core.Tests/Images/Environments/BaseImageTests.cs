using Caliban.Core.Images;

namespace Caliban.Core.Tests.Images.Environments;

public sealed class BaseImageTests
{
    [Theory]
    [InlineData("dlvm:pytorch-cpu", false, "gcr.io/deeplearning-platform-release/pytorch-cpu")]
    [InlineData("dlvm:pytorch-{}-1.4", true, "gcr.io/deeplearning-platform-release/pytorch-gpu.1-4")]
    [InlineData("dlvm:pytorch-{}-1.0", false, "gcr.io/deeplearning-platform-release/pytorch-cpu.1-0")]
    [InlineData("dlvm:tf-{}-1.15", false, "gcr.io/deeplearning-platform-release/tf-cpu.1-15")]
    [InlineData("dlvm:tf2-gpu-2.2", false, "gcr.io/deeplearning-platform-release/tf2-gpu.2-2")]
    [InlineData("dlvm:tf2-{}", true, "gcr.io/deeplearning-platform-release/tf2-gpu")]
    [InlineData("dlvm:tf2-{}-2.9", true, "dlvm:tf2-gpu-2.9")]
    [InlineData("dlvm:something", false, "dlvm:something")]
    [InlineData("team/base:{}", false, "team/base:cpu")]
    [InlineData("team/{}/{}:1", true, "team/gpu/gpu:1")]
    public void Names_are_completed_and_looked_up(string name, bool gpu, string image)
    {
        using var project = new EnvironmentProject();

        Assert.Equal(image, Resolve(project, name, gpu).BaseImage);
    }

    [Theory]
    [InlineData(false, EnvironmentDeclaration.DefaultBaseImage)]
    [InlineData(true, EnvironmentDeclaration.DefaultGpuBaseImage)]
    public void Each_mode_has_a_default(bool gpu, string image)
    {
        using var project = new EnvironmentProject();

        Assert.Equal(image, project.Resolve(declared => declared with { UseGpu = gpu ? "true" : "" }).BaseImage);
    }

    [Theory]
    [InlineData("team/base:{mode}", "of braces only '{}' has a meaning")]
    [InlineData("{0}", "of braces only '{}' has a meaning")]
    [InlineData("Team/Base", "has no capital letters")]
    [InlineData("python:a:b", "it is no name of an image")]
    [InlineData("registry.example.com/Base:1", "has no capital letters")]
    [InlineData("https://example.com/base", "a registry is named without 'https://'")]
    [InlineData("python:", "its tag is empty")]
    [InlineData("python@sha256:12", "its digest is not 'sha256:' and 64 hexadecimal digits")]
    [InlineData("python 3", "it contains a blank")]
    public void An_impossible_name_is_explained(string name, string reason)
    {
        using var project = new EnvironmentProject();

        var mistake = Assert.Single(project.Mistakes(image => image with { BaseImages = [EnvironmentProject.Item("BaseImage", name)] }));

        Assert.StartsWith("train.csproj: CAL1009: BaseImage '", mistake);
        Assert.Contains(reason, mistake);
    }

    private static EnvironmentDeclaration Resolve(EnvironmentProject project, string name, bool gpu) => project.Resolve(
        image => image with { BaseImages = [EnvironmentProject.Item("BaseImage", name)], UseGpu = gpu ? "true" : "false" });
}
