using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Caliban.Testing;
using Caliban.Testing.Registries;

namespace Caliban.Package.Tests.Support;

/// <summary>A project with an environment of its own, and a registry to push to.</summary>
internal sealed class PushTrial : IAsyncDisposable
{
    private readonly TemporaryFolder _surroundings = new("surroundings");
    private readonly string _base;

    private PushTrial(RealRegistry registry, string baseImage) => (Registry, _base) = (registry, baseImage);

    public required Consumer Consumer { get; init; }

    public RealRegistry Registry { get; }

    /// <summary>The repository as the project names it.</summary>
    public string Repository => $"{Registry.Address}/team/image";

    /// <summary>On an image that holds a few megabytes and nothing that runs, unless it shall run.</summary>
    public static async Task<PushTrial> StartAsync(bool runs = false)
    {
        var registry = await RealRegistry.StartAsync();
        var name = $"caliban-test-base:{Guid.NewGuid():N}";
        using var folder = new TemporaryFolder("base");
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "content"), RandomNumberGenerator.GetBytes(3_000_000));
        folder.Write("Dockerfile", $"FROM {(runs ? DockerFactAttribute.BaseImage : "scratch")}\nCOPY content /content\n");
        await DockerCli.AskAsync("build", "--quiet", "--tag", name, folder.Path);
        return new PushTrial(registry, name)
        {
            Consumer = await Consumer.CreateAsync(Scripts.Hello, module: "trainer/train.py", items: """<BaseImage Include="$(TrialBase)" />"""),
        };
    }

    public Command Build(string target, params string[] arguments)
    {
        var command = Consumer.Build(target, [$"-p:TrialBase={_base}", $"-p:CalibanRepository={Repository}", .. arguments]);
        // The layers that other pushes compressed, and the logins of the person, are not part of it.
        command.Environment["XDG_CACHE_HOME"] = Path.Combine(_surroundings.Path, "cache");
        command.Environment["DOCKER_CONFIG"] = Path.Combine(_surroundings.Path, "docker");
        return command;
    }

    /// <summary>Pushes, and returns what the target returns.</summary>
    public async Task<PushResult> PushAsync(params string[] arguments) => PushResult.Read(await Build("CalibanPush", ["-getTargetResult:CalibanPush", .. arguments]).RunAsync());

    /// <summary>The same on a machine without Docker.</summary>
    public async Task<PushResult> PushWithoutDockerAsync(params string[] arguments) =>
        PushResult.Read(await WithoutDocker(Build("CalibanPush", ["-getTargetResult:CalibanPush", .. arguments])).RunAsync());

    public Command WithoutDocker(Command command)
    {
        command.Environment["PATH"] = _surroundings.Path;
        command.Environment["DOCKER_HOST"] = "unix:///nonexistent/docker.sock";
        return command;
    }

    /// <summary>A manifest as the registry has it.</summary>
    public async Task<JsonElement> ManifestAsync(string reference) => JsonDocument.Parse((await new Command(
        "skopeo", "inspect", "--raw", "--tls-verify=false", $"docker://{Repository}{(reference.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{reference}")
        .RunAsync()).ShouldSucceed().Output).RootElement;

    /// <summary>The digests of the layers of an image, the lowest first.</summary>
    public async Task<string[]> LayersAsync(string reference) =>
        [.. (await ManifestAsync(reference)).GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("digest").GetString()!)];

    public async ValueTask DisposeAsync()
    {
        await Consumer.DisposeAsync();
        var environments = await DockerCli.AskAsync("image", "ls", "--quiet", "--no-trunc", "--filter", $"label=org.opencontainers.image.base.name={_base}");
        await DockerCli.RunAsync(["image", "rm", "--force", _base, .. environments.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        await Registry.DisposeAsync();
        _surroundings.Dispose();
    }
}

/// <summary>The item that CalibanPush returns.</summary>
internal sealed record PushResult(string Name, string Digest, string Reference, string[] Tags, string EnvironmentDigest, long UploadedBytes, string Builder, string Reason)
{
    public string Tag => Tags[0];

    public static PushResult Read(CommandResult push)
    {
        var item = JsonDocument.Parse(push.ShouldSucceed().Output).RootElement.GetProperty("TargetResults").GetProperty("CalibanPush").GetProperty("Items")[0];
        return new PushResult(
            Text("Identity"), Text("Digest"), Text("Reference"), Text("Tags").Split(';'), Text("EnvironmentDigest"),
            long.Parse(Text("UploadedBytes"), CultureInfo.InvariantCulture), Text("Builder"), Text("Reason"));

        string Text(string name) => item.GetProperty(name).GetString()!;
    }
}
