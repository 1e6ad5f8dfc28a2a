using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Google credentials at run time: shown to what runs, and nowhere kept.</summary>
public sealed class CredentialTests
{
    private const string Script = """
        import os, sys
        path = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
        print("named:", path, "holds:", open(path).read().strip()[::-1] if path else None)
        try:
            open(path, "a")
            print("writable")
        except (OSError, TypeError):
            print("not writable")
        """;

    private const string Secret = "a-private-key-of-nobody";

    [DockerFact]
    public async Task A_key_of_the_project_is_mounted_read_only_and_is_in_no_image_and_no_file()
    {
        using var keys = new TemporaryFolder("the keys, mine");
        var key = keys.Write("key.json", Secret);
        await using var consumer = await Consumer.CreateAsync(Script, properties: $"<CalibanCloudKey>{key}</CalibanCloudKey>");
        var sweep = await consumer.Sweep("docker", "-bl").RunAsync();

        sweep.ShouldSucceed().ShouldSay($"named: /run/caliban/credentials.json holds: {Reversed}", "not writable");
        Assert.Equal("", await FileSearch.FindAsync(consumer.Folder, Secret));
        Assert.Contains(".binlog", await FileSearch.FindAsync(consumer.Folder, "MountCredentials"));
        var image = Assert.Single((await DockerCli.ImagesAsync(consumer.Name)).Distinct());
        var files = await DockerCli.RunAsync("run", "--rm", "--entrypoint", "grep", image, "-rlsa", Secret, "/usr/app", "/run", "/home", "/etc");
        Assert.Equal("", files.Output);
    }

    [DockerFact]
    public async Task A_shell_finds_the_credentials_that_the_variable_names()
    {
        using var keys = new TemporaryFolder("keys");
        await using var consumer = await Consumer.CreateAsync(Script);
        var command = consumer.Session("shell", "--", "-c", "python train.py");
        command.Environment["GOOGLE_APPLICATION_CREDENTIALS"] = keys.Write("key.json", Secret);

        (await command.RunAsync()).ShouldSucceed().ShouldSay($"named: /run/caliban/credentials.json holds: {Reversed}", "not writable");
    }

    [Fact]
    public async Task A_process_is_told_the_file_and_may_be_told_nothing()
    {
        using var home = new TemporaryFolder("home");
        var file = home.Write("gcloud/application_default_credentials.json", Secret);
        await using var consumer = await Consumer.CreateAsync(Script);

        (await Sweep().RunAsync()).ShouldSucceed().ShouldSay($"named: {file} holds: {Reversed}");
        (await Sweep("-p:CalibanMountCredentials=false").RunAsync()).ShouldSucceed().ShouldSay("named: None");

        Command Sweep(params string[] arguments)
        {
            var command = consumer.Sweep("process", arguments);
            command.Environment["CLOUDSDK_CONFIG"] = Path.Combine(home.Path, "gcloud");
            command.Environment["GOOGLE_APPLICATION_CREDENTIALS"] = null;
            return command;
        }
    }

    [Fact]
    public async Task A_missing_key_is_an_error_at_its_line_and_a_wrong_variable_a_warning()
    {
        await using var consumer = await Consumer.CreateAsync(Script);
        await using var mistaken = await Consumer.CreateAsync(Script, properties: "\n<CalibanCloudKey>keys/none.json</CalibanCloudKey>");
        var command = consumer.Sweep("process");
        command.Environment["GOOGLE_APPLICATION_CREDENTIALS"] = "/nowhere/key.json";

        var warning = Assert.Single((await command.RunAsync()).ShouldSayTimes(1, "warning CAL4027"));
        Assert.Contains("names '/nowhere/key.json', which does not exist", warning);
        var error = Assert.Single((await mistaken.Sweep("process").RunAsync()).ShouldFail().ShouldSayTimes(1, "error CAL4026"));
        Assert.Contains($"{mistaken.ProjectFile}(3,", error);
    }

    private static string Reversed => new([.. Secret.Reverse()]);
}
