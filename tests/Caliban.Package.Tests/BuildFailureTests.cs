using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Builds that fail for reasons outside of the project: the error is clear, nothing is named, and the next build works.</summary>
public sealed class BuildFailureTests
{
    [DockerFact]
    public async Task A_base_image_that_cannot_be_had_is_named_at_its_item()
    {
        foreach (var builder in Builder.All)
        {
            // Nothing listens on port 1.
            await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: """<BaseImage Include="127.0.0.1:1/team/base:1" />""");
            var build = await builder.Apply(consumer.Build("CalibanBuild", "-p:CalibanEngine=docker")).RunAsync();

            var line = Assert.Single(build.ShouldFail().ShouldSayTimes(1, "error CAL"));
            Assert.Contains("error CAL3007: The base image '127.0.0.1:1/team/base:1' is not in the engine", line);
            Assert.Contains("connection refused", line);
            Assert.StartsWith($"{consumer.ProjectFile}(3,", line.TrimStart());
            Assert.Empty(await DockerCli.ImagesAsync(consumer.Name));
        }
    }

    [PrivilegedFact("dockerd")]
    public async Task A_full_temporary_folder_is_named_and_the_next_build_works()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, module: "trainer/train.py");
        using var temporary = new TemporaryFolder("full");
        await File.WriteAllBytesAsync(Path.Combine(consumer.Folder, "trainer", "weights.bin"), new byte[4 * 1024 * 1024]);
        (await new Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", temporary.Path).RunAsync()).ShouldSucceed();
        try
        {
            // The environment is there already, so that only the code is written.
            var command = consumer.Build("CalibanBuild", "-p:CalibanEngine=docker");
            command.Environment["TMPDIR"] = temporary.Path;
            var build = await command.RunAsync();

            var line = Assert.Single(build.ShouldFail().ShouldSayTimes(1, "error CAL"));
            Assert.Contains("error CAL3080", line);
            Assert.Contains(temporary.Path, line);
            Assert.Empty(await DockerCli.ImagesAsync(consumer.Name));
            Assert.Empty(Directory.EnumerateFiles(temporary.Path, "caliban-*.tar"));
        }
        finally
        {
            (await new Command("umount", temporary.Path).RunAsync()).ShouldSucceed();
        }

        (await consumer.Sweep("docker").RunAsync()).ShouldSucceed();
    }

    [PrivilegedFact("dockerd")]
    public async Task An_engine_that_dies_in_the_middle_of_a_build_is_named_and_the_next_build_works()
    {
        foreach (var builder in Builder.All)
        {
            await AssertLossAsync(builder);
        }
    }

    private static async Task AssertLossAsync(Builder builder)
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: """<DockerfileLine Include="RUN echo begun &amp;&amp; sleep 600" />""");
        await using var engine = await SecondEngine.StartAsync();
        var command = builder.Apply(consumer.Build("CalibanBuild", "-p:CalibanEngine=docker", "-p:CalibanDockerBuildArgs=--network none"));
        command.Environment["DOCKER_HOST"] = engine.Host;
        await using var build = new LiveCommand(command);
        await build.WaitForAsync(builder.IsBuildKit ? " begun\n" : "begun\n");

        await engine.KillAsync();

        var line = Assert.Single((await build.EndAsync()).ShouldFail().ShouldSayTimes(1, "error CAL"));
        Assert.Contains("error CAL3009: The Docker engine stopped answering while it built 'caliban/environment:", line);
        (await consumer.Sweep("docker", "-p:DockerfileLine=RUN true").RunAsync()).ShouldSucceed();
    }
}
