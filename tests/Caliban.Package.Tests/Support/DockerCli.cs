using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>Looks from outside at what the SDK does in the engine.</summary>
internal static class DockerCli
{
    /// <summary>Every client on the PATH, in its order: they may differ in version and in their builder.</summary>
    public static IReadOnlyList<string> Clients { get; } =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Where(folder => File.Exists(Path.Combine(folder, "docker")))
            // /bin is /usr/bin on many systems
            .Select(folder => Path.Combine(Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder, "docker"))
            .Distinct(),
    ];

    /// <summary>A PATH on which this client is the first.</summary>
    public static string PathWith(string client) =>
        $"{Path.GetDirectoryName(client)}:{Environment.GetEnvironmentVariable("PATH")}";

    public static Task<CommandResult> RunAsync(params string[] arguments) => new Command("docker", arguments).RunAsync();

    /// <summary>What the engine prints, or a failure.</summary>
    public static async Task<string> AskAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"docker {string.Join(' ', arguments)}: {result}");
        return result.Output.Trim();
    }

    /// <summary>The containers of a project, running or not, with their states.</summary>
    public static Task<string> ContainersAsync(string project) =>
        AskAsync("ps", "--all", "--filter", $"label=build.caliban.project={project}", "--format", "{{.Names}} {{.Status}}");

    /// <summary>The reference that a build of an image concluded with.</summary>
    public static string BuiltImage(CommandResult build) =>
        System.Text.RegularExpressions.Regex.Match(build.Output, "-> (caliban/[^ \n]+)").Groups[1].Value;

    /// <summary>The ids of the images of a project.</summary>
    public static async Task<IReadOnlyList<string>> ImagesAsync(string project) =>
        (await AskAsync("image", "ls", "--quiet", $"caliban/{project}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Removes every container and image of a project; nothing where there is no engine.</summary>
    public static async Task RemoveAsync(string project)
    {
        if (Clients.Count == 0 || await RunAsync("ps", "--all", "--quiet", "--filter", $"label=build.caliban.project={project}") is not { ExitCode: 0 } containers)
        {
            return;
        }

        if (containers.Output.Length > 0)
        {
            await RunAsync(["rm", "--force", .. containers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        }

        if (await ImagesAsync(project) is { Count: > 0 } images)
        {
            // The layers below stay: the classic builder may be building on them for another test at this moment.
            await RunAsync(["image", "rm", "--force", "--no-prune", .. images.Distinct()]);
        }
    }
}
