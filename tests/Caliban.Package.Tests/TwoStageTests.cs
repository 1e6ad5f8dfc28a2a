using System.Text.Json;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>The environment and the code on top of it, with a real engine.</summary>
public sealed class TwoStageTests
{
    [DockerFact]
    public async Task Editing_code_leaves_the_layers_of_the_environment_untouched_in_both_builders()
    {
        foreach (var builder in Builder.All)
        {
            await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: """<AptPackage Include="hello" />""");
            var before = await BuildAsync(consumer, builder);
            consumer.Write("train.py", "print('changed')");
            var after = await BuildAsync(consumer, builder);

            after.Build.ShouldSay("code: train.py changed").ShouldNotSay("environment: ", "apt-get");
            Assert.NotEqual(before.Layers, after.Layers);
            Assert.Equal(before.Layers[..^1], after.Layers[..^1]);
        }
    }

    [DockerFact]
    public async Task The_layer_of_the_code_is_the_same_in_every_builder_and_folder_and_at_every_time()
    {
        var layers = new List<string>();
        foreach (var (folder, zone, mask) in ((string, string, string)[])[("one", "UTC", "022"), ("an other", "Pacific/Auckland", "077")])
        {
            foreach (var builder in Builder.All)
            {
                await using var consumer = await Consumer.CreateAsync(Scripts.Hello, folderName: folder, module: "trainer/train.py");
                var names = Enumerable.Range(0, 20).Select(index => $"trainer/part{index}/data.txt");
                foreach (var name in folder == "one" ? names : names.Reverse())
                {
                    consumer.Write(name, name);
                }

                var command = builder.Apply(consumer.Build("CalibanBuild", "-p:CalibanEngine=docker", "-p:CalibanNoCache=true"));
                command.Environment["TZ"] = zone;
                command.Environment["LC_ALL"] = folder == "one" ? "C" : "tr_TR.UTF-8";
                var build = command with { Program = "sh", Arguments = ["-c", $"umask {mask}; exec \"$@\"", "sh", command.Program, .. command.Arguments] };
                layers.Add((await LayersAsync((await build.RunAsync()).ShouldSucceed()))[^1]);
            }
        }

        Assert.Single(layers.Distinct());
    }

    [DockerFact]
    public async Task An_unchanged_image_is_neither_built_nor_sent_and_the_result_says_so()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello);
        var first = await ImageAsync(consumer);
        var second = await ImageAsync(consumer);

        Assert.Equal("true", first.GetProperty("WasBuilt").GetString());
        Assert.EndsWith("code", first.GetProperty("Stages").GetString());
        Assert.Contains("code: ", first.GetProperty("Reason").GetString());
        Assert.Equal(("false", "", ""), (Text(second, "WasBuilt"), Text(second, "Stages"), Text(second, "Reason")));
        Assert.Equal((Text(first, "Identity"), Text(first, "Id")), (Text(second, "Identity"), Text(second, "Id")));
        Assert.StartsWith("sha256:", Text(second, "Id"));
        Assert.Matches("^caliban/environment:[0-9a-f]{16}$", Text(second, "Environment"));
    }

    [DockerFact]
    public async Task A_base_image_that_was_made_anew_brings_a_new_environment()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, items: """<BaseImage Include="$(MovingBase)" />""");
        var name = $"caliban-test-base:{consumer.Name}";
        try
        {
            await MakeBaseAsync(name, "first");
            (await consumer.Sweep("docker", $"-p:MovingBase={name}").RunAsync()).ShouldSucceed();
            (await consumer.Sweep("docker", $"-p:MovingBase={name}").RunAsync()).ShouldSucceed().ShouldNotSay("environment: ");

            await MakeBaseAsync(name, "second");
            (await consumer.Sweep("docker", $"-p:MovingBase={name}").RunAsync())
                .ShouldSucceed().ShouldSay($"environment: the base image {name} is another one now", "code: the environment was built");
            (await consumer.Sweep("docker", $"-p:MovingBase={name}").RunAsync()).ShouldSucceed().ShouldNotSay("environment: ", "code: ");
        }
        finally
        {
            await DockerCli.RunAsync("image", "rm", "--force", "--no-prune", name);
        }
    }

    [DockerFact]
    public async Task Labels_say_where_an_image_comes_from_and_hold_no_clock()
    {
        await using var consumer = await Consumer.CreateAsync(Scripts.Hello, module: "trainer/train.py");
        consumer.Write(".gitignore", "obj\n");
        foreach (var arguments in (string[][])[["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "one"]])
        {
            (await new Command("git", ["-C", consumer.Folder, .. arguments]).RunAsync()).ShouldSucceed();
        }

        var commit = (await new Command("git", "-C", consumer.Folder, "rev-parse", "HEAD").RunAsync()).Output.Trim();
        var clean = await LabelsAsync(consumer, epoch: "1700000000");
        consumer.Write("trainer/train.py", "print('changed')");
        var dirty = await LabelsAsync(consumer, epoch: null);

        Assert.Equal((commit, "false"), (clean["org.opencontainers.image.revision"], clean["build.caliban.dirty"]));
        Assert.Equal((commit, "true"), (dirty["org.opencontainers.image.revision"], dirty["build.caliban.dirty"]));
        Assert.Equal("2023-11-14T22:13:20Z", clean["org.opencontainers.image.created"]);
        Assert.DoesNotContain("org.opencontainers.image.created", dirty.Keys);
        Assert.Equal(consumer.Name, clean["build.caliban.project"]);
        Assert.Equal(DockerFactAttribute.BaseImage, clean["org.opencontainers.image.base.name"]);
        Assert.Matches("^[0-9a-f]{64}$", clean["build.caliban.inputs"]);
    }

    [DockerFact]
    public async Task Projects_that_declare_the_same_share_their_environment()
    {
        await using var first = await Consumer.CreateAsync(Scripts.Hello);
        await using var second = await Consumer.CreateAsync(Scripts.Hello);
        (await first.Build("CalibanBuild").RunAsync()).ShouldSucceed();

        (await second.Build("CalibanBuild").RunAsync()).ShouldSucceed().ShouldNotSay("environment: ").ShouldSay("code: ");
    }

    [DockerFact]
    public async Task The_Dockerfile_for_people_builds_what_the_project_builds()
    {
        await using var consumer = await Consumer.CreateAsync("import os, sys; print(sorted(os.listdir('.')), sys.argv)", module: "trainer/train.py");
        consumer.Write("requirements.txt", "");
        consumer.Write("trainer/data file.txt", "");
        (await consumer.Sweep("docker", "-p:CalibanScriptArgs=--x").RunAsync()).ShouldSucceed();
        var theirs = $"caliban-test-people:{consumer.Name}";
        try
        {
            await DockerCli.AskAsync("build", "--tag", theirs, "--file", Path.Combine(consumer.Folder, "obj/caliban/Dockerfile"), consumer.Folder);
            var ours = Assert.Single(await DockerCli.ImagesAsync(consumer.Name));

            Assert.Equal(await ListingAsync(ours), await ListingAsync(theirs));
            Assert.Equal(
                await DockerCli.AskAsync("image", "inspect", "--format", "{{json .Config.Entrypoint}} {{.Config.WorkingDir}}", ours),
                await DockerCli.AskAsync("image", "inspect", "--format", "{{json .Config.Entrypoint}} {{.Config.WorkingDir}}", theirs));
        }
        finally
        {
            await DockerCli.RunAsync("image", "rm", "--force", "--no-prune", theirs);
        }
    }

    private static Task<string> ListingAsync(string image) =>
        DockerCli.AskAsync("run", "--rm", "--network", "none", "--entrypoint", "find", image, "/usr/app", "-printf", "%p %m %u %s %l\n");

    private static async Task MakeBaseAsync(string name, string content)
    {
        using var folder = new TemporaryFolder("base");
        folder.Write("Dockerfile", $"FROM {DockerFactAttribute.BaseImage}\nENV CONTENT={content}\n");
        await DockerCli.AskAsync("build", "--quiet", "--tag", name, folder.Path);
    }

    private static async Task<(CommandResult Build, string[] Layers)> BuildAsync(Consumer consumer, Builder builder)
    {
        var build = (await builder.Apply(consumer.Build("CalibanBuild", "-p:CalibanEngine=docker")).RunAsync()).ShouldSucceed();
        return (build, await LayersAsync(build));
    }

    /// <summary>The layers of the image that a build ended with.</summary>
    private static async Task<string[]> LayersAsync(CommandResult build) => JsonSerializer.Deserialize<string[]>(
        await DockerCli.AskAsync("image", "inspect", "--format", "{{json .RootFS.Layers}}", DockerCli.BuiltImage(build)))!;

    private static async Task<Dictionary<string, string>> LabelsAsync(Consumer consumer, string? epoch)
    {
        var command = consumer.Build("CalibanBuild", "-p:CalibanEngine=docker");
        command.Environment["SOURCE_DATE_EPOCH"] = epoch;
        var build = (await command.RunAsync()).ShouldSucceed();
        return JsonSerializer.Deserialize<Dictionary<string, string>>(
            await DockerCli.AskAsync("image", "inspect", "--format", "{{json .Config.Labels}}", DockerCli.BuiltImage(build)))!;
    }

    private static async Task<JsonElement> ImageAsync(Consumer consumer)
    {
        var build = (await consumer.Build("CalibanBuild", "-p:CalibanEngine=docker", "-getTargetResult:CalibanBuild").RunAsync()).ShouldSucceed();
        return JsonDocument.Parse(build.Output).RootElement.GetProperty("TargetResults").GetProperty("CalibanBuild").GetProperty("Items")[0];
    }

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();
}
