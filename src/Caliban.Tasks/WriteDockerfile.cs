using System.Text;
using Caliban.Core.Images;
using Caliban.Core.Projects;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Checks what a project declares for its image and writes the Dockerfile.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteDockerfile : ImageTask
{
    /// <summary>The file, with its base image as metadata.</summary>
    [Output]
    public ITaskItem? Dockerfile { get; set; }

    protected override async Task ExecuteAsync(CancellationToken cancellationToken)
    {
        var properties = new ProjectProperties(ProjectFile);
        var image = DeclaredImage(properties).Resolve(properties);
        var text = DockerfileWriter.Write(image);
        if (!File.Exists(DockerfilePath) || await File.ReadAllTextAsync(DockerfilePath, cancellationToken) != text)
        {
            Directory.CreateDirectory(OutputFolder);
            await File.WriteAllTextAsync(DockerfilePath, text, new UTF8Encoding(false), cancellationToken);
        }

        Dockerfile = new TaskItem(DockerfilePath, new Dictionary<string, string>
        {
            ["BaseImage"] = image.BaseImage,
            // Build returns the file also to a C# project that references this one; without this it goes to the compiler.
            ["ResolveableAssembly"] = "false",
        });
    }
}
