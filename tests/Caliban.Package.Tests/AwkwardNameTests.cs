using System.Text.Json;
using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

/// <summary>Names with spaces, quotes and everything that shells, Dockerfiles and patterns give a meaning.</summary>
public sealed class AwkwardNameTests
{
    private const string Code = """it's a "code" $HOME ${x} [1] ünï""";
    private const string Data = """the 'data' "set" $PATH [a-z] жж""";
    private const string Folder = """my "first" project, it's ünïcode [1] & $HOME""";

    // As XML of a project.
    private const string DataItem = """<ExtraDirectory Include="the 'data' &quot;set&quot; $PATH [a-z] жж/more" />""";

    private const string Script = """
        import json, os, sys
        print("files: " + json.dumps(sorted(
            os.path.relpath(os.path.join(folder, file), os.getcwd())
            for folder, _, files in os.walk(os.getcwd()) for file in files)))
        print("arguments: " + json.dumps(sys.argv[1:]))
        """;

    [DockerFact]
    public async Task Files_arrive_under_their_names_with_every_client()
    {
        foreach (var client in DockerCli.Clients)
        {
            await AssertFilesArriveAsync("docker", "", command => command.Environment["PATH"] = DockerCli.PathWith(client));
        }
    }

    // An instruction after the code is what only the engine can execute.
    [DockerFact]
    public async Task Files_arrive_under_their_names_with_every_builder()
    {
        foreach (var builder in Builder.All)
        {
            var sweep = await AssertFilesArriveAsync(
                "docker", """<DockerfileLine Include="ENV A=b" Stage="code" />""", command => builder.Apply(command));
            sweep.ShouldSay(builder.IsBuildKit ? "naming to docker.io/caliban/" : "Step 1/6 : FROM");
        }
    }

    [Fact]
    public Task Files_arrive_under_their_names_in_the_copy_of_the_process_engine() => AssertFilesArriveAsync("process", "", _ => { });

    [DockerFact]
    public Task A_project_folder_with_an_awkward_name_runs_in_containers() => AssertFolderAsync(consumer => consumer.Sweep("docker"));

    [Fact]
    public Task A_project_folder_with_an_awkward_name_runs_as_processes() => AssertFolderAsync(consumer => consumer.Sweep("process"));

    // Without double quotes: 'dotnet run' hands MSBuild the path of the project, and MSBuild takes them out of its arguments.
    [Fact]
    public Task A_project_folder_with_an_awkward_name_runs_with_dotnet_run() =>
        AssertFolderAsync(consumer => consumer.Run("process"), Folder.Replace("\"", "", StringComparison.Ordinal));

    private static async Task<CommandResult> AssertFilesArriveAsync(string engine, string items, Action<Command> change)
    {
        await using var consumer = await Consumer.CreateAsync(Script, """{"text": "it's \"quoted\" $HOME"}""", DataItem + items, module: $"{Code}/train it.py");
        consumer.Write($"{Code}/deeper [x]/it's.txt", "");
        consumer.Write($"{Data}/more/*?.txt", "");
        consumer.Write($"{Data}/not declared.txt", "");
        var command = consumer.Sweep(engine);
        change(command);
        var sweep = await command.RunAsync();

        sweep.ShouldSucceed();
        Assert.Equal(
            new[] { $"{Code}/deeper [x]/it's.txt", $"{Code}/train it.py", $"{Data}/more/*?.txt" }.Order(StringComparer.Ordinal),
            Printed(sweep, "files: ").Order(StringComparer.Ordinal));
        Assert.Equal(["--text", "it's \"quoted\" $HOME"], Printed(sweep, "arguments: "));
        return sweep;
    }

    private static async Task AssertFolderAsync(Func<Consumer, Command> command, string folder = Folder)
    {
        await using var consumer = await Consumer.CreateAsync(Script, """{"x": [1, 2]}""", folderName: folder);
        var sweep = await command(consumer).RunAsync();

        sweep.ShouldSucceed().ShouldSay("2 of 2 experiments succeeded", """arguments: ["--x", "2"]""");
        Assert.Equal(2, consumer.Logs().Count);
    }

    private static string[] Printed(CommandResult sweep, string prefix)
    {
        var line = sweep.All().Split('\n').Single(line => line.Contains(prefix, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[(line.IndexOf(prefix, StringComparison.Ordinal) + prefix.Length)..])!;
    }
}
