using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Pushing to a real registry, out of a real engine and without one.</summary>
public sealed class PushTests
{
    private const long Megabyte = 1024 * 1024;

    [PushFact]
    public async Task A_change_of_the_code_reaches_the_registry_without_an_engine_and_alone()
    {
        await using var trial = await PushTrial.StartAsync();
        var first = await trial.PushAsync();
        Assert.Equal("docker", first.Builder);
        Assert.True(first.UploadedBytes > 3_000_000);
        var environment = await trial.LayersAsync(first.EnvironmentDigest);

        trial.Consumer.Write("trainer/train.py", "print('changed')");
        var second = await trial.PushWithoutDockerAsync();
        var third = await trial.PushWithoutDockerAsync();

        Assert.Equal(("layer", "code: trainer/train.py changed", first.EnvironmentDigest), (second.Builder, second.Reason, second.EnvironmentDigest));
        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(environment, (await trial.LayersAsync(first.Digest))[..^1]);
        Assert.Equal(environment, (await trial.LayersAsync(second.Digest))[..^1]);
        Assert.InRange(second.UploadedBytes, 1, new FileInfo(Path.Combine(trial.Consumer.Folder, "obj/caliban/layer.tar.gz")).Length + Megabyte);
        Assert.Equal((second.Digest, 0, ""), (third.Digest, third.UploadedBytes, third.Reason));
        Assert.Equal($"{trial.Repository}@{second.Digest}", second.Name);
        Assert.Equal($"{trial.Repository}:{second.Tag}", second.Reference);
    }

    [PushFact]
    public async Task Publish_shows_the_digest_and_what_it_uploaded()
    {
        await using var trial = await PushTrial.StartAsync();

        var first = (await trial.Build("Publish").RunAsync()).ShouldSucceed();
        var second = (await trial.Build("Publish").RunAsync()).ShouldSucceed();

        first.ShouldSay("environment: ", "code: it was not pushed from here before", $"{trial.Consumer.Name} -> {trial.Repository}@sha256:", " (uploaded 3.");
        second.ShouldSay($"{trial.Consumer.Name} -> {trial.Repository}@sha256:", " (already there)").ShouldNotSay("environment: ", "code: ");
    }

    [PushFact]
    public async Task The_image_of_a_layer_and_that_of_the_engine_are_the_same_inside()
    {
        await using var trial = await PushTrial.StartAsync(runs: true);
        var run = trial.Consumer.Write("trainer/run.sh", "echo");
        (await new Command("chmod", "u+x", run).RunAsync()).ShouldSucceed();
        File.CreateSymbolicLink(Path.Combine(trial.Consumer.Folder, "trainer/link"), "run.sh");
        trial.Consumer.Write("trainer/数据.txt", "größe");
        await trial.PushAsync();
        var layer = await trial.PushWithoutDockerAsync("-p:CalibanImageTags=again");
        var ours = DockerCli.BuiltImage((await trial.Build("CalibanBuild").RunAsync()).ShouldSucceed());
        await DockerCli.AskAsync("pull", "--quiet", layer.Name);
        try
        {
            foreach (var question in (string[][])
                [
                    ["run", "--rm", "--network", "none", layer.Name, "--x", "a b"],
                    ["run", "--rm", "--network", "none", "--entrypoint", "find", layer.Name, "/usr/app", "-printf", "%y %p %m %U %G %s %T@ %l\n"],
                    ["run", "--rm", "--network", "none", "--entrypoint", "sh", layer.Name, "-c", "cd /usr/app && find . -type f | sort | xargs -d '\n' sha256sum"],
                    ["image", "inspect", "--format", "{{json .Config.Entrypoint}} {{json .Config.Cmd}} {{json .Config.Env}} {{.Config.WorkingDir}} {{.Config.User}} {{json .Config.Labels}} {{.Os}}/{{.Architecture}}", layer.Name],
                    ["image", "inspect", "--format", "{{json .RootFS.Layers}}", layer.Name],
                ])
            {
                Assert.Equal(
                    await DockerCli.AskAsync([.. question.Select(word => word == layer.Name ? ours : word)]), await DockerCli.AskAsync(question));
            }

            Assert.Equal("hello from --x a b", await DockerCli.AskAsync("run", "--rm", "--network", "none", layer.Name, "--x", "a b"));
        }
        finally
        {
            await DockerCli.RunAsync("image", "rm", "--force", layer.Name);
        }
    }

    [PushFact]
    public async Task A_tag_that_was_moved_is_put_right_and_two_are_given()
    {
        await using var trial = await PushTrial.StartAsync();
        var first = await trial.PushAsync("-p:CalibanImageTags=latest%3Bv1");
        var environment = first.EnvironmentDigest;
        foreach (var tag in first.Tags)
        {
            (await new Command("skopeo", "copy", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{trial.Repository}@{environment}", $"docker://{trial.Repository}:{tag}").RunAsync()).ShouldSucceed();
        }

        var second = await trial.PushWithoutDockerAsync("-p:CalibanImageTags=latest%3Bv1");

        Assert.Equal("code: the registry has another image of this name; tag: latest; tag: v1", second.Reason);
        var layers = await trial.LayersAsync(first.Digest);
        foreach (var tag in second.Tags)
        {
            Assert.Equal(layers, await trial.LayersAsync(tag));
        }

        Assert.Equal([second.Tag, "latest", "v1"], second.Tags);
    }

    [PushFact]
    public async Task A_registry_that_dies_is_said_to_and_the_next_push_does_the_rest()
    {
        await using var trial = await PushTrial.StartAsync();
        var first = await trial.PushAsync();
        trial.Consumer.Write("trainer/train.py", "print('changed')");
        await trial.Registry.StopAsync();

        var dead = await trial.WithoutDocker(trial.Build("CalibanPush", "-p:CalibanImageBuilder=layer")).RunAsync();
        await trial.Registry.ResumeAsync();
        var second = await trial.PushWithoutDockerAsync();

        dead.ShouldFail();
        dead.ShouldSayTimes(1, "error CAL3052");
        Assert.Equal("code: trainer/train.py changed", second.Reason);
        Assert.Equal(first.EnvironmentDigest, second.EnvironmentDigest);
    }

    [PushFact]
    public async Task A_part_that_the_registry_lost_is_named_and_pushed_again_where_Docker_is()
    {
        await using var trial = await PushTrial.StartAsync();
        var first = await trial.PushAsync();
        var lost = (await trial.LayersAsync(first.EnvironmentDigest))[0];
        foreach (var file in Directory.GetDirectories(trial.Registry.Storage, $"{lost.Split(':')[1]}*", SearchOption.AllDirectories))
        {
            Directory.Delete(file, recursive: true);
        }

        trial.Consumer.Write("trainer/train.py", "print('changed')");

        var alone = await trial.WithoutDocker(trial.Build("CalibanPush")).RunAsync();
        var healed = await trial.PushAsync();

        alone.ShouldFail();
        Assert.Contains(lost, Assert.Single(alone.ShouldSayTimes(1, "error CAL3043")));
        Assert.Equal("environment: the registry lost a part of it; code: trainer/train.py changed", healed.Reason);
        Assert.Equal(first.EnvironmentDigest, healed.EnvironmentDigest);
        (await new Command("skopeo", "copy", "--src-tls-verify=false", $"docker://{healed.Name}", $"dir:{Directory.CreateDirectory(Path.Combine(trial.Consumer.Folder, "copy"))}").RunAsync()).ShouldSucceed();
    }

    [PushFact]
    public async Task An_environment_that_nobody_has_pushed_is_asked_for()
    {
        await using var trial = await PushTrial.StartAsync();

        var push = await trial.WithoutDocker(trial.Build("CalibanPush")).RunAsync();

        push.ShouldFail();
        Assert.Contains("there is no docker command on the PATH", Assert.Single(push.ShouldSayTimes(1, "error CAL3041")));
    }

    [PushFact]
    public async Task A_finished_environment_of_the_same_registry_is_taken_over_and_that_of_a_folder_sent()
    {
        await using var trial = await PushTrial.StartAsync();
        var first = await trial.PushAsync();
        var folder = Path.Combine(trial.Consumer.Folder, "obj", "layout");
        (await new Command("skopeo", "copy", "--src-tls-verify=false", $"docker://{trial.Repository}@{first.EnvironmentDigest}", $"oci:{folder}:env").RunAsync()).ShouldSucceed();

        var mounted = await trial.PushWithoutDockerAsync(
            $"-p:CalibanEnvironmentImage={trial.Repository}@{first.EnvironmentDigest}", $"-p:CalibanRepository={trial.Registry.Address}/other/image");
        var sent = await trial.PushWithoutDockerAsync("-p:CalibanEnvironmentImage=oci:obj/layout:env", $"-p:CalibanRepository={trial.Registry.Address}/third/image");

        Assert.InRange(mounted.UploadedBytes, 1, Megabyte);
        Assert.True(sent.UploadedBytes > 3_000_000);
        Assert.StartsWith($"{trial.Registry.Address}/other/image@sha256:", mounted.Name);
    }
}
