using System.Text;
using Caliban.Package.Tests.Support;
using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Package.Tests;

/// <summary>Secrets of every kind in one project that is built, run and pushed; afterwards each of them is looked for everywhere.</summary>
public sealed class SecretTests
{
    private readonly string _token = $"token-{Guid.NewGuid():N}";
    private readonly string _file = $"file-{Guid.NewGuid():N}";
    private readonly string _key = $"key-{Guid.NewGuid():N}";
    private readonly string _login = $"login-{Guid.NewGuid():N}";

    [PushFact]
    public async Task No_planted_secret_is_in_a_layer_a_history_a_configuration_a_log_or_a_binary_log()
    {
        await using var registry = await RealRegistry.StartAsync("ada", _login);
        using var outside = new TemporaryFolder("secrets");
        outside.Write("token.txt", _file);
        outside.Write("key.json", $$$"""{"type": "service_account", "private_key": "{{{_key}}}"}""");
        outside.Write("docker/config.json", $$$$"""{"auths": {"{{{{registry.Address}}}}": {"auth": "{{{{Login}}}}"} } }""");
        await using var consumer = await Consumer.CreateAsync(
            "import json, os; print('the job has a key of', json.load(open(os.environ['GOOGLE_APPLICATION_CREDENTIALS']))['type'])",
            module: "trainer/train.py",
            items: $"""
                <BuildSecret Include="PLANTED_TOKEN" Export="PLANTED_TOKEN" />
                <BuildSecret Include="planted-file" Source="{outside.Path}/token.txt" Destination="/etc/planted" />
                <DockerfileLine Include="RUN true" />
                <AptPackage Include="hello" />
                """);
        var push = Prepare(consumer.Build("CalibanPush", "-bl:push.binlog", "-v:diag", $"-p:CalibanRepository={registry.Address}/team/image", $"-p:CalibanCloudKey={outside.Path}/key.json"));
        var run = Prepare(consumer.Sweep("docker", "-bl:run.binlog", "-v:diag", $"-p:CalibanCloudKey={outside.Path}/key.json"));

        var said = (await push.RunAsync()).ShouldSucceed();
        var ran = (await run.RunAsync()).ShouldSucceed().ShouldSay("the job has a key of service_account");

        var image = Assert.Single((await DockerCli.ImagesAsync(consumer.Name)).Distinct());
        var saved = Path.Combine(consumer.Folder, "image.tar");
        await DockerCli.AskAsync("save", "--output", saved, image);
        var texts = said.All() + ran.All()
            + await DockerCli.AskAsync("history", "--no-trunc", image)
            + await DockerCli.AskAsync("image", "inspect", image);
        foreach (var secret in (string[])[_token, _file, _key, _login, Login])
        {
            Assert.DoesNotContain(secret, texts);
            Assert.Equal("", await FileSearch.FindAsync(consumer.Folder, secret));
            Assert.Equal("", await FileSearch.FindAsync(registry.Storage, secret));
        }

        // The search finds what is there.
        Assert.NotEqual("", await FileSearch.FindAsync(registry.Storage, "the job has a key of"));
        Assert.Contains("push.binlog", await FileSearch.FindAsync(consumer.Folder, "PLANTED_TOKEN"));

        Command Prepare(Command command)
        {
            var builder = Builder.BuildKit.First();
            builder.Apply(command);
            command.Environment["PLANTED_TOKEN"] = _token;
            command.Environment["DOCKER_CONFIG"] = Path.Combine(outside.Path, "docker");
            command.Environment["XDG_CACHE_HOME"] = Path.Combine(consumer.Folder, "cache");
            return command;
        }
    }

    private string Login => Convert.ToBase64String(Encoding.UTF8.GetBytes($"ada:{_login}"));
}
