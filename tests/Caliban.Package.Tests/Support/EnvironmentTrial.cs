using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A project whose environment is built, by a builder the test chooses, and removed afterwards.</summary>
internal sealed class EnvironmentTrial : IAsyncDisposable
{
    private readonly HashSet<string> _images = [];

    public required Consumer Consumer { get; init; }

    /// <param name="properties">XML of properties.</param>
    public static async Task<EnvironmentTrial> CreateAsync(string script, string items = "", string module = "train.py", string properties = "") =>
        new() { Consumer = await Consumer.CreateAsync(script, items: items, module: module, properties: properties) };

    /// <summary>Runs the sweep in containers.</summary>
    public Task<CommandResult> SweepAsync(bool buildKit, params string[] arguments) => RunAsync(Consumer.Sweep("docker", arguments), buildKit);

    public Task<CommandResult> BuildAsync(bool buildKit, params string[] arguments) =>
        RunAsync(Consumer.Build("CalibanBuild", ["-p:CalibanEngine=docker", .. arguments]), buildKit);

    /// <param name="change">Changes the command before it runs.</param>
    public async Task<CommandResult> RunAsync(Command command, bool buildKit, Action<Command>? change = null)
    {
        command.Environment["DOCKER_BUILDKIT"] = buildKit ? "1" : "0";
        command.Environment["PATH"] = DockerCli.PathWith(DockerCli.Clients[^1]);
        change?.Invoke(command);
        var result = await command.RunAsync();
        foreach (var image in await DockerCli.ImagesAsync(Consumer.Name))
        {
            _images.Add(await DockerCli.AskAsync("image", "inspect", "--format", """{{index .Config.Labels "build.caliban.environment"}}""", image));
        }

        return result;
    }

    /// <summary>The newest image of the project.</summary>
    public async Task<string> ImageAsync() => (await DockerCli.ImagesAsync(Consumer.Name))[0];

    /// <summary>Every file of the image with its mode and owner; what is mounted into every container is left out.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync()
    {
        var list = await DockerCli.AskAsync(
            "run", "--rm", "--entrypoint", "sh", await ImageAsync(),
            "-c", @"find / -xdev \( -path /proc -o -path /sys -o -path /dev \) -prune -o -printf '%M %u %g %p %l\n' | sort -k4");
        return list.Split('\n');
    }

    /// <summary>Arguments of a build whose steps reach a server of this machine.</summary>
    public static string HostNetwork { get; } = "-p:CalibanDockerBuildArgs=--network host";

    public async ValueTask DisposeAsync()
    {
        await Consumer.DisposeAsync();
        foreach (var image in _images)
        {
            await DockerCli.RunAsync("image", "rm", "--force", "--no-prune", image);
        }
    }
}
