using System.Globalization;
using System.Security.Cryptography;

namespace Caliban.Core.Jobs;

/// <summary>One execution of a plan.</summary>
/// <param name="RunId">Unique; containers, folders and logs are found by it.</param>
/// <param name="Group">The experiment group its jobs belong to.</param>
public sealed record SweepRun(SweepPlan Plan, string RunId, string Group)
{
    /// <summary>How names of groups begin that nobody chose.</summary>
    public static string GeneratedGroupPrefix => $"{Environment.UserName}-xgroup-";

    public string LogFolder => Path.Combine(Plan.OutputFolder, "logs", RunId);

    /// <summary>The log of a job: <c>0001.log</c>, and of its second attempt <c>0001.2.log</c>.</summary>
    public string LogPath(PlannedJob job, int attempt) =>
        Path.Combine(LogFolder, string.Create(CultureInfo.InvariantCulture, $"{job.Index:D4}{(attempt > 1 ? $".{attempt}" : "")}.log"));

    /// <summary>The file in which a job may report metrics, in a folder of its own beside the logs.</summary>
    /// <param name="logPath">Of the job, whichever run started it.</param>
    /// <param name="name">Of the job at its engine.</param>
    public static string MetricsPath(string logPath, string name) =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(logPath)!, "..", "..", "metrics", name, "metrics.jsonl"));

    /// <summary>A new run; without a group in the plan it gets one of its own, named as google/caliban names them.</summary>
    /// <param name="group">The group to use where the plan names none; null for a new one.</param>
    public static SweepRun Start(SweepPlan plan, TimeProvider? time = null, string? group = null)
    {
        var now = (time ?? TimeProvider.System).GetLocalNow();
        group = plan.Group.Length > 0
            ? plan.Group
            : group ?? $"{GeneratedGroupPrefix}{now.ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture)}";

        // The time to be read by people, the rest so that two builds in one second differ.
        var id = $"{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
        return new SweepRun(plan, id, group);
    }
}
