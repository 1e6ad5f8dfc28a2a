using System.Security;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>A project outside the repository that knows the SDK as a package only.</summary>
internal sealed class Consumer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private bool _usedDocker;

    private Consumer(PackageFeed feed, string folderName, string body, string sdk, string? pinned)
    {
        _folder = new TemporaryFolder(folderName);
        HistoryUrl = $"sqlite:///{Path.Combine(_folder.Path, "obj", "history", "caliban.db")}";
        Name = $"trial-{Guid.NewGuid():N}"[..14];
        Write("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{SecurityElement.Escape(feed.GlobalPackages)}" /></config>
              <packageSources><clear /><add key="packed" value="{SecurityElement.Escape(feed.Folder)}" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        Write("global.json", pinned is null ? "{}" : $$"""{"msbuild-sdks": {"Caliban.Sdk": "{{pinned}}"} }""");
        ProjectFile = Write($"{Name}.csproj", $"""
            <Project Sdk="{sdk}">
            {body}
            </Project>
            """);
    }

    /// <summary>Of the project; unique, so that containers and images are known by it.</summary>
    public string Name { get; }

    public string Folder => _folder.Path;

    public string ProjectFile { get; }

    public string LogFolder => Path.Combine(Folder, "obj", "caliban", "logs");

    /// <summary>The store of the jobs of this project, so that nobody's own is touched.</summary>
    public string HistoryUrl { get; set; }

    /// <summary>A project that runs <c>train.py</c>, the given Python.</summary>
    /// <param name="experiments">The content of <c>experiment.json</c>; null for a single job without flags.</param>
    /// <param name="items">XML of further items.</param>
    /// <param name="properties">XML of further properties.</param>
    public static async Task<Consumer> CreateAsync(
        string script, string? experiments = null, string items = "", string folderName = "consumer", string module = "train.py", string properties = "")
    {
        var consumer = await CreateFromAsync(
            $"""
            <PropertyGroup><CalibanModule>{SecurityElement.Escape(module)}</CalibanModule>{properties}</PropertyGroup>
            <ItemGroup>{(experiments is null ? "" : """<ExperimentConfig Include="experiment.json" />""")}{items}</ItemGroup>
            """,
            folderName: folderName);
        consumer.Write(module, script);
        if (experiments is not null)
        {
            consumer.Write("experiment.json", experiments);
        }

        return consumer;
    }

    /// <param name="body">What stands inside the <c>Project</c> element.</param>
    /// <param name="pinned">Whether <c>global.json</c> and not the project names the version.</param>
    public static async Task<Consumer> CreateFromAsync(string body, bool pinned = false, string folderName = "consumer")
    {
        var feed = await PackageFeed.GetAsync();
        return new Consumer(
            feed, folderName, body, pinned ? "Caliban.Sdk" : $"Caliban.Sdk/{feed.Version}", pinned ? feed.Version : null);
    }

    public string Write(string path, string content) => _folder.Write(path, content);

    /// <summary>A <c>dotnet</c> command in the project's folder, with nothing of the surroundings that changes what is shown.</summary>
    public Command Dotnet(params string[] arguments)
    {
        _usedDocker |= !arguments.Contains("-p:CalibanEngine=process");
        var command = Command.Dotnet(Folder, arguments);
        foreach (var name in (string[])["NUGET_PACKAGES", "CI", "GITHUB_ACTIONS", "TF_BUILD", "NO_COLOR", "FORCE_COLOR", "DOCKER_BUILDKIT", "MSBUILDTERMINALLOGGER"])
        {
            command.Environment[name] = null;
        }

        command.Environment["CALIBAN_DB_URL"] = HistoryUrl;
        return command;
    }

    /// <summary><c>dotnet build</c> of a target, with the plain console logger.</summary>
    public Command Build(string target, params string[] arguments) =>
        Dotnet(["build", $"-t:{target}", "-nologo", "-tl:off", .. arguments]);

    /// <summary>Runs the sweep with <c>dotnet build -t:CalibanRun</c>.</summary>
    /// <param name="engine"><c>docker</c>, <c>process</c> or <c>auto</c>.</param>
    public Command Sweep(string engine, params string[] arguments) => Build("CalibanRun", [$"-p:CalibanEngine={engine}", .. arguments]);

    /// <summary>Runs the sweep with <c>dotnet run</c>.</summary>
    public Command Run(string engine, params string[] arguments) => Dotnet(["run", $"-p:CalibanEngine={engine}", .. arguments]);

    /// <summary><c>dotnet run</c> of a shell or a notebook, with a home that is not that of the person who runs the tests.</summary>
    public Command Session(string kind, params string[] arguments) => WithHome(Dotnet(["run", $"-p:CalibanCommand={kind}", .. arguments]));

    /// <summary>A command with a home below the project.</summary>
    public Command WithHome(Command command)
    {
        command.Environment["DOTNET_CLI_HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        command.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        command.Environment["SHELL"] = "/bin/bash";
        return command;
    }

    /// <summary>The log files, of all runs.</summary>
    public IReadOnlyList<string> Logs() =>
        [.. Directory.EnumerateFiles(LogFolder, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        if (_usedDocker)
        {
            await DockerCli.RemoveAsync(Name);
        }

        _folder.Dispose();
    }
}
