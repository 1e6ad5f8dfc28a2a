using System.Diagnostics;
using System.Globalization;
using Caliban.Tasks;
using Microsoft.Build.Framework;

namespace Caliban.Benchmarks.Measuring;

/// <summary>The tasks of an image for a project with <c>trainer/train.py</c>, in a process that has done nothing else.</summary>
internal static class ImageMeasurement
{
    /// <summary>The task BuildImage with the engine.</summary>
    public const string Build = "build-image";

    /// <summary>The task PushImage without one.</summary>
    public const string Push = "push-image";

    /// <param name="arguments">The project file and, to push, a vertical bar and the repository.</param>
    /// <returns>The seconds of the task alone, and the bytes it uploaded.</returns>
    /// <exception cref="InvalidOperationException">The task failed.</exception>
    public static (double Seconds, long Bytes) Run(string work, string arguments)
    {
        var parts = arguments.Split('|');
        var (engine, project) = (new SilentBuildEngine(), parts[0]);
        var declare = new DeclareImage { BuildEngine = engine, ProjectFile = project, Module = "trainer.train" };
        Require(declare);
        ImageTask task = work == Build
            ? new BuildImage { Engine = "docker" }
            : new PushImage { ImageBuilder = "layer", Repository = parts[1] };
        task.BuildEngine = engine;
        task.ProjectFile = project;
        task.ProjectName = Path.GetFileNameWithoutExtension(project);
        task.OutputFolder = Path.Combine(Path.GetDirectoryName(project)!, "obj", "caliban");
        task.Declaration = declare.Declaration;
        var start = Stopwatch.GetTimestamp();
        Require(task);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var uploaded = (task as PushImage)?.PushedImage?.GetMetadata("UploadedBytes");
        return (seconds, uploaded is null ? 0 : long.Parse(uploaded, CultureInfo.InvariantCulture));
    }

    private static void Require(ITask task)
    {
        if (!task.Execute())
        {
            throw new InvalidOperationException($"{task.GetType().Name} failed");
        }
    }
}
