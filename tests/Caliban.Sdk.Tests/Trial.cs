using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>The project most tests use: a shell script that prints its arguments, run twice as a process.</summary>
internal static class Trial
{
    public const string Body = """
          <PropertyGroup>
            <CalibanModule>run.sh</CalibanModule>
            <CalibanEngine>process</CalibanEngine>
          </PropertyGroup>
          <ItemGroup>
            <ExperimentConfig Include="experiment.json" />
          </ItemGroup>
        """;

    /// <param name="extra">What the project file holds besides; it stands on the lines after the rest.</param>
    public static SdkProject Create(string extra = "", string fileName = "trial.csproj")
    {
        var project = new SdkProject($"{Body}\n{extra}", fileName);
        project.Write("run.sh", "echo \"ran: $*\"\ncase \"$*\" in *fail*) exit 3;; esac\n");
        project.Write("experiment.json", """{"a": [1, 2]}""");
        return project;
    }

    public static bool HasFile(this SdkProject project, string relativePath) =>
        File.Exists(Path.Combine(project.Folder, relativePath));

    /// <summary>Every file of a folder with its content and the time it was written.</summary>
    public static IReadOnlyList<string> Snapshot(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => Directory.Exists(path) ? path : $"{path} {File.GetLastWriteTimeUtc(path):O} {File.ReadAllText(path)}"),
    ];

    /// <summary>The line on which a text stands, from 1.</summary>
    public static int LineOf(string file, string text) =>
        Array.FindIndex(File.ReadAllLines(file), line => line.Contains(text, StringComparison.Ordinal)) + 1;

    public static async Task<CommandResult> ShouldSucceedAsync(this Command command)
    {
        var result = await command.RunAsync(TimeSpan.FromMinutes(3));
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    public static async Task<CommandResult> ShouldFailAsync(this Command command)
    {
        var result = await command.RunAsync(TimeSpan.FromMinutes(3));
        Assert.True(result.ExitCode != 0, result.ToString());
        return result;
    }

    public static CommandResult ShouldShow(this CommandResult result, string text)
    {
        Assert.True((result.Output + result.Error).Contains(text, StringComparison.Ordinal), $"'{text}' is missing\n{result}");
        return result;
    }

    public static CommandResult ShouldNotShow(this CommandResult result, string text)
    {
        Assert.False((result.Output + result.Error).Contains(text, StringComparison.OrdinalIgnoreCase), $"'{text}' was not expected\n{result}");
        return result;
    }
}
