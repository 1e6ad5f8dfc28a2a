using System.Text.Json;
using Caliban.Testing;

namespace Caliban.Benchmarks;

/// <summary>A folder in which <c>Sdk="Caliban.Sdk"</c> is the source tree, as in <c>samples/</c>; its projects are written by the cases.</summary>
internal sealed class Workspace
{
    private readonly TemporaryFolder _folder;

    public Workspace(TemporaryFolder folder)
    {
        _folder = folder;
        var samples = Path.Combine(Repository.Root, "samples");
        var packages = System.Security.SecurityElement.Escape(Path.Combine(samples, ".sdk"));
        File.Copy(Path.Combine(samples, "global.json"), Path.Combine(folder.Path, "global.json"));
        Write("nuget.config", $"""
            <configuration>
              <fallbackPackageFolders>
                <add key="source-tree" value="{packages}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        // Keep those of parent folders out.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
    }

    public string Write(string relativePath, string content) => _folder.Write(relativePath, content);

    /// <summary>Of a file that may not exist; its folder does.</summary>
    public string PathOf(string relativePath)
    {
        var path = Path.Combine(_folder.Path, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>The product of axes of ten values each.</summary>
    public string WriteCompactConfiguration(int axes) => Write(
        $"compact-{axes}.json",
        JsonSerializer.Serialize(Enumerable.Range(0, axes).ToDictionary(axis => Names[axis], axis => Values[axis])));

    /// <summary>A list of objects, each one experiment.</summary>
    public string WriteList(int count) => Write(
        $"list-{count}.json",
        JsonSerializer.Serialize(Enumerable.Range(0, count).Select(index => new Dictionary<string, object>
        {
            ["learning_rate"] = Values[0][index % 10],
            ["batch_size"] = Values[1][index / 10 % 10],
            ["optimizer"] = Values[2][index / 100 % 10],
            ["seed"] = index,
        })));

    private static string[] Names { get; } = ["learning_rate", "batch_size", "optimizer", "dropout", "layers"];

    private static object[][] Values { get; } =
    [
        [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001],
        [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
        ["sgd", "adam", "adamw", "rmsprop", "adagrad", "lion", "lamb", "ftrl", "nadam", "adadelta"],
        [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    ];
}
