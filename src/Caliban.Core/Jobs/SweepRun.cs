using System.Globalization;
using System.Security.Cryptography;

namespace Caliban.Core.Jobs;

/// <summary>One execution of a plan.</summary>
/// <param name="RunId">Unique; containers, folders and logs are found by it.</param>
/// <param name="Group">The experiment group its jobs belong to.</param>
public sealed record SweepRun(SweepPlan Plan, string RunId, string Group)
{
    public string LogFolder => Path.Combine(Plan.OutputFolder, "logs", RunId);

    /// <summary>A new run; without a group in the plan it gets one of its own, named as google/caliban names them.</summary>
    public static SweepRun Start(SweepPlan plan, TimeProvider? time = null)
    {
        var now = (time ?? TimeProvider.System).GetLocalNow();
        var group = plan.Group.Length > 0
            ? plan.Group
            : $"{Environment.UserName}-xgroup-{now.ToString("yyyy-MM-dd-HH-mm-ss", CultureInfo.InvariantCulture)}";

        // The time to be read by people, the rest so that two builds in one second differ.
        var id = $"{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}";
        return new SweepRun(plan, id, group);
    }
}
