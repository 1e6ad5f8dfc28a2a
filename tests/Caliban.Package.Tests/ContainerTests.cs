using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class ContainerTests
{
    [DockerFact]
    public async Task A_container_is_labelled_and_has_an_init_process()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Waiting, """{"x": [1, 2]}""");
        using var gate = new Gate();
        await using var sweep = new LiveCommand(consumer.Sweep("docker", ["-p:CalibanXGroup=my-group", .. gate.Arguments, "-p:CalibanMaxParallel=2"]));
        await sweep.WaitForAsync("[1 x=1] the first line");
        await sweep.WaitForAsync("[2 x=2] the first line");

        var facts = await DockerCli.AskAsync(
            "inspect",
            "--format",
            "{{index .Config.Labels \"build.caliban.group\"}} {{index .Config.Labels \"build.caliban.job\"}} {{.HostConfig.Init}} {{.HostConfig.AutoRemove}} {{.Config.Env}}",
            (await ContainerOfAsync(consumer.Name, 1)),
            (await ContainerOfAsync(consumer.Name, 2)));
        var lines = facts.Split('\n');
        Assert.StartsWith("my-group 1 true false", lines[0]);
        Assert.StartsWith("my-group 2 true false", lines[1]);
        Assert.All(lines, line => Assert.Contains("PYTHONUNBUFFERED=1", line));
        gate.Open();
        (await sweep.EndAsync()).ShouldSucceed();
    }

    [DockerFact]
    public async Task Arguments_of_docker_run_are_quoted_like_in_a_shell()
    {
        using var outside = new TemporaryFolder("a folder");
        outside.Write("note.txt", "written outside");
        await using var consumer = await Consumer.CreateAsync(
            """
            import os
            print("GREETING=" + os.environ["GREETING"] + ".")
            print(open("/mounted here/note.txt").read())
            """,
            properties: $"""<CalibanDockerRunArgs>-v "{outside.Path}:/mounted here:ro" --env 'GREETING=two  "words"'</CalibanDockerRunArgs>""");
        var sweep = await consumer.Sweep("docker").RunAsync();

        sweep.ShouldSucceed().ShouldSay("GREETING=two  \"words\".", "written outside");
    }

    [DockerFact]
    public async Task A_GPU_that_the_engine_does_not_have_is_an_error_that_names_the_property()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: $"<BaseImage Include=\"{DockerFactAttribute.BaseImage}\" />");
        var sweep = await consumer.Sweep("docker", "-p:CalibanUseGpu=true").RunAsync();

        sweep.ShouldFail().ShouldNotSay("hello from");
        var line = Assert.Single(sweep.ShouldSayTimes(1, "error CAL4009"));
        Assert.Contains("CalibanUseGpu=false", line);
        foreach (var image in (await DockerCli.ImagesAsync(consumer.Name)).Distinct())
        {
            Assert.Equal("", await DockerCli.AskAsync("ps", "--all", "--quiet", "--filter", $"ancestor={image}"));
        }
    }

    [DockerFact]
    public async Task A_sweep_leaves_no_container_behind()
    {
        await using var consumer = await Consumer.CreateAsync("import sys; sys.exit(int(sys.argv[2]))", """{"code": [0, 1]}""");
        (await consumer.Sweep("docker").RunAsync()).ShouldFail();

        Assert.Equal("", await DockerCli.ContainersAsync(consumer.Name));
    }

    private static Task<string> ContainerOfAsync(string project, int job) => DockerCli.AskAsync(
        "ps", "--quiet", "--filter", $"label=build.caliban.project={project}", "--filter", $"label=build.caliban.job={job}");
}
