using System.Text;
using Caliban.Core.Images.Dockerfiles;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Writes the Dockerfile of a project.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteDockerfile : ImageTask
{
    /// <summary>The file, with its base image as metadata.</summary>
    [Output]
    public ITaskItem? Dockerfile { get; set; }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(OutputFolder, "Dockerfile");
        var text = ProjectDockerfile.Write(Image);
        if (!File.Exists(path) || await File.ReadAllTextAsync(path, cancellationToken) != text)
        {
            Directory.CreateDirectory(OutputFolder);
            await File.WriteAllTextAsync(path, text, new UTF8Encoding(false), cancellationToken);
        }

        Dockerfile = new TaskItem(path, new Dictionary<string, string>
        {
            ["BaseImage"] = Image.Environment.BaseImage,
            // Build returns the file also to a C# project that references this one; without this it goes to the compiler.
            ["ResolveableAssembly"] = "false",
        });
    }
}
