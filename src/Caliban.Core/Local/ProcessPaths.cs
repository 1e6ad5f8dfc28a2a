using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Where the process engine keeps its files, below <c>obj/caliban/process</c>.</summary>
internal sealed record ProcessPaths(SweepRun Run)
{
    /// <summary>The copy of code and directories that all jobs of the plan start from.</summary>
    public string Stage => Path.Combine(RunFolder, "stage");

    public string RunFolder => Path.Combine(Folder, Run.RunId);

    /// <summary>Held open while the run lives.</summary>
    public string Lock => Path.Combine(RunFolder, LockName);

    private string Folder => Path.Combine(Run.Plan.OutputFolder, "process");

    private const string LockName = "lock";

    /// <summary>What is kept of a job, whichever run started it.</summary>
    /// <param name="logPath">Its log, <c>obj/caliban/logs/&lt;run&gt;/&lt;job&gt;.log</c>; absolute.</param>
    public static ControlFolder Job(string logPath, string name)
    {
        var output = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(logPath)!, "..", ".."));
        return new ControlFolder(Path.Combine(output, "process", name));
    }

    /// <summary>Removes the copies of runs that were killed.</summary>
    public void DeleteAbandoned()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        foreach (var folder in Directory.GetDirectories(Folder).Where(IsAbandoned))
        {
            StagedCopy.Delete(folder);
        }
    }

    private static bool IsAbandoned(string folder)
    {
        // A job that was given up before it was started; what might still start it is long gone.
        if (new ControlFolder(folder) is { IsFenced: true } job)
        {
            return DateTimeOffset.UtcNow - job.StartedAt > TimeSpan.FromMinutes(1);
        }

        // One that is being made is not locked yet.
        var file = new FileInfo(Path.Combine(folder, LockName));
        if (!file.Exists || DateTime.UtcNow - file.LastWriteTimeUtc < TimeSpan.FromMinutes(1))
        {
            return false;
        }

        try
        {
            using var held = file.Open(FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
