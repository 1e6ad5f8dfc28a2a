using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class ImageTests
{
    [DockerFact]
    public async Task An_image_is_built_again_only_when_something_in_it_changed()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, module: "trainer/train.py");

        (await BuildAsync(consumer)).ShouldNotSay("(up to date)");
        (await BuildAsync(consumer)).ShouldSay("(up to date)");
        consumer.Write("notes.txt", "not in the image");
        (await BuildAsync(consumer)).ShouldSay("(up to date)");
        Assert.Single(await DockerCli.ImagesAsync(consumer.Name));

        consumer.Write("trainer/train.py", "print('changed code')");
        (await BuildAsync(consumer)).ShouldNotSay("(up to date)");
        Assert.Equal(2, (await DockerCli.ImagesAsync(consumer.Name)).Count);
        (await consumer.Sweep("docker").RunAsync()).ShouldSucceed().ShouldSay("changed code");
        Assert.Equal(2, (await DockerCli.ImagesAsync(consumer.Name)).Count);
    }

    [DockerFact]
    public async Task A_script_in_the_project_folder_takes_that_folder_along_and_nothing_else()
    {
        foreach (var client in DockerCli.Clients)
        {
            await using var consumer = await Consumer.CreateAsync(Scripts.Hello, module: "list.py");
            consumer.Write("list.py", "import os; print('holds', sorted(os.listdir('.')))");
            consumer.Write("obj/left-over", "");
            var command = consumer.Sweep("docker");
            command.Environment["PATH"] = DockerCli.PathWith(client);
            var line = Assert.Single((await command.RunAsync()).ShouldSucceed().ShouldSayTimes(1, "holds ["));

            Assert.Contains("'list.py', ", line);
            Assert.DoesNotContain("Dockerfile", line);
            Assert.DoesNotContain("'obj'", line);
        }
    }

    [DockerFact]
    public async Task Debian_packages_are_installed()
    {
        await using var consumer = await Consumer.CreateAsync(
            "import subprocess; subprocess.run(['hello', '--greeting=installed by apt'], check=True)",
            items: """<AptPackage Include="hello" />""");

        (await consumer.Sweep("docker").RunAsync()).ShouldSucceed().ShouldSay("installed by apt");
    }

    [DockerFact]
    public async Task A_Debian_package_that_does_not_exist_is_reported_in_the_words_of_the_engine()
    {
        foreach (var builder in (string[])["0", "1"])
        {
            var package = $"no-such-{Guid.NewGuid():N}";
            await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: $"""<AptPackage Include="{package}" />""");
            var command = consumer.Build("CalibanBuild", "-p:CalibanEngine=docker");
            command.Environment["DOCKER_BUILDKIT"] = builder;
            command.Environment["PATH"] = DockerCli.PathWith(DockerCli.Clients[^1]);
            var build = await command.RunAsync();

            build.ShouldFail().ShouldSay($"E: Unable to locate package {package}");
            var line = Assert.Single(build.ShouldSayTimes(1, "error CAL"));
            Assert.Contains("error CAL3001", line);
            Assert.Contains("The engine says: ", line);
            Assert.Contains("100", line);
            Assert.DoesNotContain(package, await DockerCli.AskAsync("ps", "--all", "--no-trunc", "--format", "{{.Command}}"));
        }
    }

    [DockerFact]
    public async Task Requirements_and_Python_packages_are_installed()
    {
        await using var consumer = await Consumer.CreateAsync(
            "import from_requirements, from_item; print(from_requirements.NAME, 'and', from_item.NAME)",
            items: """
                <BaseImage Include="$(WheelImage)" />
                <PythonPackage Include="from-item>=1,&lt;2" />
                """);
        consumer.Write("requirements.txt", "# what the model needs\nfrom-requirements==1.0\n");
        var image = await WheelImageAsync(consumer, "from_requirements", "from_item");
        try
        {
            (await consumer.Sweep("docker", $"-p:WheelImage={image}").RunAsync())
                .ShouldSucceed().ShouldSay("from_requirements 1.0 and from_item 1.0");
        }
        finally
        {
            await DockerCli.RunAsync("image", "rm", "--force", "--no-prune", image);
        }
    }

    private static async Task<CommandResult> BuildAsync(Consumer consumer) =>
        (await consumer.Build("CalibanBuild", "-p:CalibanEngine=docker").RunAsync()).ShouldSucceed().ShouldSay($"{consumer.Name} -> caliban/{consumer.Name}:");

    /// <summary>A base image as a team without a package index makes it: the wheels are in it, and pip is told so.</summary>
    private static async Task<string> WheelImageAsync(Consumer consumer, params string[] packages)
    {
        using var folder = new TemporaryFolder("wheels");
        foreach (var package in packages)
        {
            Wheel.Write(folder.Path, package);
        }

        folder.Write("Dockerfile", $"""
            FROM {DockerFactAttribute.BaseImage}
            COPY *.whl /wheels/
            ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels
            """);
        var image = $"caliban-test-wheels:{consumer.Name}";
        await DockerCli.AskAsync("build", "--tag", image, folder.Path);
        return image;
    }
}
