using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Output that goes to a file or a pipe.</summary>
public sealed class PlainOutputTests
{
    [Fact]
    public Task A_redirected_build_shows_output_before_the_job_ends() => AssertLiveAsync((consumer, arguments) => consumer.Sweep("process", arguments));

    [DockerFact]
    public Task A_redirected_build_shows_output_before_the_container_ends() => AssertLiveAsync((consumer, arguments) => consumer.Sweep("docker", arguments));

    [Fact]
    public Task A_redirected_dotnet_run_shows_output_before_the_job_ends() => AssertLiveAsync((consumer, arguments) => consumer.Run("process", arguments));

    [DockerFact]
    public Task A_redirected_dotnet_run_shows_output_before_the_container_ends() => AssertLiveAsync((consumer, arguments) => consumer.Run("docker", arguments));

    [Fact]
    public Task A_redirected_build_is_plain_with_its_default_logger() =>
        AssertLiveAsync((consumer, arguments) => consumer.Dotnet(["build", "-t:CalibanRun", "-p:CalibanEngine=process", .. arguments]));

    private static async Task AssertLiveAsync(Func<Consumer, string[], Command> command)
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Waiting);
        using var gate = new Gate();
        await using var sweep = new LiveCommand(command(consumer, gate.Arguments));
        await sweep.WaitForAsync("the first line");
        Assert.False(sweep.HasExited);
        Assert.DoesNotContain("the last line", sweep.Text);

        gate.Open();
        var result = await sweep.EndAsync();
        result.ShouldSucceed().ShouldBePlain().ShouldSay("the last line", "1 of 1 experiment succeeded", "job  experiment");
        result.ShouldSayTimes(1, "the first line");
    }
}
