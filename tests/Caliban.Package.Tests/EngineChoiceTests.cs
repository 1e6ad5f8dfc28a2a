using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class EngineChoiceTests
{
    [Fact]
    public async Task Docker_without_an_engine_is_an_error()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var sweep = await WithoutEngine(consumer.Sweep("docker")).RunAsync();

        sweep.ShouldFail().ShouldNotSay("hello from", "CAL4001");
        Assert.Contains("CalibanEngine=process", Assert.Single(sweep.ShouldSayTimes(1, "error CAL4002")));
    }

    [Fact]
    public async Task Dotnet_run_says_that_there_is_no_engine()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var run = await WithoutEngine(consumer.Run("docker")).RunAsync();

        run.ShouldFail().ShouldNotSay("hello from");
        run.ShouldSayTimes(1, "error CAL4002");
    }

    [Fact]
    public async Task An_image_without_an_engine_is_an_error()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var build = await WithoutEngine(consumer.Build("CalibanBuild")).RunAsync();

        build.ShouldFail();
        build.ShouldSayTimes(1, "error CAL3002");
    }

    [Fact]
    public async Task Auto_without_an_engine_runs_processes_and_says_so_once()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, """{"x": [1, 2]}""");
        var sweep = await WithoutEngine(consumer.Sweep("auto")).RunAsync();

        sweep.ShouldSucceed().ShouldSay("hello from --x 2", "2 of 2 experiments succeeded");
        sweep.ShouldSayTimes(1, "warning CAL4001");
    }

    [Fact]
    public async Task Auto_without_a_docker_command_runs_processes()
    {
        using var empty = new TemporaryFolder("empty");
        var python = (await new Command("python3", "-c", "import sys; print(sys.executable)").RunAsync()).ShouldSucceed().Output.Trim();
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var command = consumer.Sweep("auto", $"-p:CalibanLocalPython={python}");
        command.Environment["PATH"] = empty.Path;
        var sweep = await command.RunAsync();

        sweep.ShouldSucceed().ShouldSay("hello from");
        Assert.Contains("there is no docker command on the PATH", Assert.Single(sweep.ShouldSayTimes(1, "warning CAL4001")));
    }

    private static Command WithoutEngine(Command command)
    {
        command.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        return command;
    }
}
