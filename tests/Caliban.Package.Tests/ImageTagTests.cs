using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary><c>CalibanImageTag</c>: an image that exists is used as it is.</summary>
public sealed class ImageTagTests
{
    [DockerFact]
    public async Task Jobs_use_the_entry_point_of_the_image_and_nothing_is_built()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, """{"x": [1, 2]}""");
        var image = await BuildAsync(consumer, "ENTRYPOINT [\"echo\", \"the image says\"]");
        var sweep = await consumer.Sweep("docker", $"-p:CalibanImageTag={image}").RunAsync();

        sweep.ShouldSucceed().ShouldSay("the image says --x 1", "the image says --x 2").ShouldNotSay("hello from", "environment:");
        Assert.Single((await DockerCli.ImagesAsync(consumer.Name)).Distinct());
    }

    [DockerFact]
    public async Task A_shell_opens_in_the_image()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var image = await BuildAsync(consumer, "RUN echo from the image > /marker");
        var shell = await consumer.Session(
            "shell", "-p:CalibanShellProgram=sh", $"-p:CalibanImageTag={image}", "--", "-c", "cat /marker; ls train.py").RunAsync();

        Assert.Equal("from the image\ntrain.py\n", shell.ShouldSucceed().Output);
    }

    [DockerFact]
    public async Task An_image_that_nobody_has_is_an_error_in_the_words_of_the_engine()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var sweep = await consumer.Sweep("docker", "-p:CalibanImageTag=localhost:1/nobody/has:it").RunAsync();

        Assert.Contains("'localhost:1/nobody/has:it'", Assert.Single(sweep.ShouldFail().ShouldSayTimes(1, "error CAL4028")));
        sweep.ShouldNotSay("hello from");
    }

    [Fact]
    public async Task Without_an_engine_neither_the_image_nor_a_shell_can_be_had()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var sweep = await consumer.Sweep("process", "-p:CalibanImageTag=python:3.12-slim").RunAsync();
        var shell = await consumer.Session("shell", "-p:CalibanEngine=process").RunAsync();

        sweep.ShouldFail().ShouldSay("error CAL4021: CalibanImageTag needs a Docker engine").ShouldNotSay("hello from");
        shell.ShouldFail().ShouldSay("error CAL4021: A shell needs a Docker engine");
    }

    /// <summary>An image among those of the project, with which it is removed.</summary>
    private static async Task<string> BuildAsync(Consumer consumer, string line)
    {
        var reference = $"caliban/{consumer.Name}:mine";
        var build = await new Command("docker", "build", "--tag", reference, "-") { Input = $"FROM {DockerFactAttribute.BaseImage}\n{line}\n" }.RunAsync();
        build.ShouldSucceed();
        return reference;
    }
}
