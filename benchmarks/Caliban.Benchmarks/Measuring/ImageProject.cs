using System.Globalization;
using Caliban.Testing;

namespace Caliban.Benchmarks.Measuring;

/// <summary>A project of many files beside the same files for the bare <c>docker build</c> of its Dockerfile.</summary>
internal sealed class ImageProject
{
    private readonly Workspace _workspace;
    private readonly string _name;

    public ImageProject(Workspace workspace, int files)
    {
        (_workspace, _name) = (workspace, string.Create(CultureInfo.InvariantCulture, $"image-{files}"));
        for (var file = 0; file < files - 1; file++)
        {
            workspace.Write(
                $"{_name}/trainer/part{file / 100}/module{file}.py",
                string.Join('\n', Enumerable.Range(0, 60).Select(line => $"value_{line} = {file * line}  # of module {file}")));
        }

        File = workspace.Write($"{_name}/{_name}.csproj", """
            <Project Sdk="Caliban.Sdk">
              <PropertyGroup>
                <CalibanModule>trainer.train</CalibanModule>
              </PropertyGroup>
            </Project>
            """);
        Edit();
    }

    /// <summary>The project file.</summary>
    public string File { get; }

    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>Changes one file of the code to what no build has seen.</summary>
    public void Edit() => _workspace.Write($"{_name}/trainer/train.py", $"print('edit {Guid.NewGuid()}')\n");

    /// <summary>Seconds of a <c>docker build</c> of the Dockerfile that the SDK writes for people.</summary>
    public async Task<double> DockerBuildAsync() => await Timed.RunAsync(
        new Command("docker", "build", "--tag", $"caliban-benchmark/{_name}", "--file", Path.Combine(Folder, "obj", "caliban", "Dockerfile"), Folder));
}
