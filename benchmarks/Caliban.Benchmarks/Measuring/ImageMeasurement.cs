using System.Diagnostics;
using Caliban.Tasks;
using Microsoft.Build.Framework;

namespace Caliban.Benchmarks.Measuring;

/// <summary>The tasks of an image for a project with <c>train.py</c> in the folder <c>trainer</c>, in a process that has done nothing else.</summary>
internal static class ImageMeasurement
{
    /// <summary>The task BuildImage with the engine.</summary>
    public const string Build = "build-image";

    /// <summary>The seconds of the task alone.</summary>
    /// <exception cref="InvalidOperationException">The task failed.</exception>
    public static double Run(string projectFile)
    {
        var (engine, name) = (new SilentBuildEngine(), Path.GetFileNameWithoutExtension(projectFile));
        var declare = new DeclareImage { BuildEngine = engine, ProjectFile = projectFile, Module = "trainer.train" };
        Require(declare);
        var build = new BuildImage
        {
            BuildEngine = engine,
            ProjectFile = projectFile,
            ProjectName = name,
            OutputFolder = Path.Combine(Path.GetDirectoryName(projectFile)!, "obj", "caliban"),
            Declaration = declare.Declaration,
            Engine = "docker",
        };
        var start = Stopwatch.GetTimestamp();
        Require(build);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Require(ITask task)
    {
        if (!task.Execute())
        {
            throw new InvalidOperationException($"{task.GetType().Name} failed");
        }
    }
}
