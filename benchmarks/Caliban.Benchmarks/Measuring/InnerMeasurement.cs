using System.Diagnostics;
using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;
using Caliban.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Locator;
using Microsoft.Build.Utilities;

namespace Caliban.Benchmarks.Measuring;

/// <summary>
/// The work of a process of its own, since only the first time in a process is what a build pays: it compiles the code
/// just in time, and finds memory as it is. Prints experiments, seconds and peak bytes, and the seconds of each repetition.
/// </summary>
internal static class InnerMeasurement
{
    public const string Option = "--measure";

    /// <summary>The task ExpandExperiments with its text and all metadata of its items.</summary>
    public const string Expand = "expand";

    /// <summary>Reading, checking and expanding alone.</summary>
    public const string Read = "read";

    private const int Repetitions = 10;

    public static int Run(string work, string file)
    {
        MSBuildLocator.RegisterDefaults();
        if (work is ImageMeasurement.Build or ImageMeasurement.Push)
        {
            var (seconds, bytes) = ImageMeasurement.Run(work, file);
            Print([1, seconds, bytes]);
            return 0;
        }

        Func<string, int> action = CloudMeasurement.Knows(work) ? request => CloudMeasurement.Do(work, request) : HistoryMeasurement.Knows(work) ? plan => HistoryMeasurement.Do(work, plan) : work == Expand ? ExpandInTask : ReadAlone;
        var count = 0;
        var first = Time(() => count = action(file));
        using var process = Process.GetCurrentProcess();
        Print([count, first, process.PeakWorkingSet64]);
        if (HistoryMeasurement.Knows(work) || CloudMeasurement.Knows(work))
        {
            // It would not find the history as it was.
            return 0;
        }

        Print([.. Enumerable.Range(0, Repetitions).Select(_ => (IFormattable)Time(() => action(file)))]);
        return 0;
    }

    private static int ExpandInTask(string file)
    {
        var task = new ExpandExperiments
        {
            BuildEngine = new SilentBuildEngine(),
            ProjectFile = Path.ChangeExtension(file, ".csproj"),
            ExperimentConfigs = [new TaskItem(file)],
        };
        if (!task.Execute())
        {
            throw new InvalidOperationException($"{file} was not expanded");
        }

        // As MSBuild does when it takes the items over.
        foreach (var item in task.Experiments)
        {
            ((ITaskItem2)item).CloneCustomMetadataEscaped();
        }

        return task.Experiments.Length;
    }

    private static int ReadAlone(string file) => ExperimentSetReader.Read(
        [new ExperimentFile(file, file, SourceLocation.None)], [], () => null, CancellationToken.None).Experiments.Count;

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Print(IFormattable[] numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString(null, CultureInfo.InvariantCulture))));
}
