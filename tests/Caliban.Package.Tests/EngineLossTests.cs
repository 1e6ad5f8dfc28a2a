using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class EngineLossTests
{
    [PrivilegedFact("dockerd")]
    public async Task A_job_whose_engine_dies_is_lost_and_not_succeeded()
    {
        foreach (var client in DockerCli.Clients)
        {
            await using var engine = await SecondEngine.StartAsync();
            await using var consumer = await Consumer.CreateAsync(Scripts.Waiting, """{"x": [1, 2]}""");
            using var gate = new Gate();
            var command = consumer.Sweep("docker", gate.Arguments[0], $"{gate.Arguments[1]} --network none");
            command.Environment["DOCKER_HOST"] = engine.Host;
            command.Environment["PATH"] = DockerCli.PathWith(client);
            await using var sweep = new LiveCommand(command);
            await sweep.WaitForAsync("[1 x=1] the first line");

            await engine.KillAsync();
            var result = await sweep.EndAsync();

            result.ShouldFail().ShouldSay("0 of 2 experiments succeeded, 2 lost").ShouldNotSay("CAL4003");
            var line = result.ShouldSayTimes(2, "error CAL4006")[0];
            Assert.Contains("Job 1 x=1 was lost: the Docker engine stopped answering, so its result is unknown", line);
            Assert.Contains(consumer.Logs()[0], line);
            Assert.StartsWith("the first line", await File.ReadAllTextAsync(consumer.Logs()[0]));
        }
    }
}
