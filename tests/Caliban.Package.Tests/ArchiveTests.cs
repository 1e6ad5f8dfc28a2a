using System.Text.Json;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Images as files, for engines of all ages and other tools.</summary>
public sealed class ArchiveTests
{
    [PushFact]
    public async Task An_archive_made_without_an_engine_runs_in_every_engine()
    {
        await using var trial = await PushTrial.StartAsync(runs: true);
        var pushed = await trial.PushAsync();

        var build = (await trial.WithoutDocker(trial.Build("CalibanBuild", "-getTargetResult:CalibanBuild")).RunAsync()).ShouldSucceed();

        var item = JsonDocument.Parse(build.Output).RootElement.GetProperty("TargetResults").GetProperty("CalibanBuild").GetProperty("Items")[0];
        var (name, archive) = (item.GetProperty("Identity").GetString()!, item.GetProperty("Archive").GetString()!);
        Assert.Equal(Path.Combine(trial.Consumer.Folder, "obj", "caliban", "image.tar"), archive);
        Assert.Equal(pushed.Digest, item.GetProperty("Digest").GetString());
        foreach (var client in DockerCli.Clients)
        {
            await DockerCli.RunAsync("image", "rm", "--force", "--no-prune", name);
            (await new Command(client, "load", "--input", archive).RunAsync()).ShouldSucceed().ShouldSay($"Loaded image: {name}");
            (await new Command(client, "run", "--rm", "--network", "none", name, "--x").RunAsync()).ShouldSucceed().ShouldSay("hello from --x");
            Assert.Equal(item.GetProperty("Id").GetString(), await DockerCli.AskAsync("image", "inspect", "--format", "{{.Id}}", name));
        }

        foreach (var form in (string[])["oci-archive", "docker-archive"])
        {
            var inspected = (await new Command("skopeo", "inspect", "--config", $"{form}:{archive}").RunAsync()).ShouldSucceed();
            Assert.Equal("/usr/app", JsonDocument.Parse(inspected.Output).RootElement.GetProperty("config").GetProperty("WorkingDir").GetString());
        }

        (await trial.WithoutDocker(trial.Build("CalibanBuild")).RunAsync()).ShouldSucceed().ShouldSay("in obj/caliban/image.tar (up to date)");
    }
}
