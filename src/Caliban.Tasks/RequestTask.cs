using Caliban.Core.Tracking;

namespace Caliban.Tasks;

/// <summary>
/// What is asked of the history, in the texts of properties. The variable <c>CALIBAN_DB_URL</c>, which may hold a password,
/// is read by the task and not by the project, whose properties stand in binary logs.
/// </summary>
public abstract class RequestTask : CalibanTask
{
    /// <summary><c>CalibanHistoryUrl</c></summary>
    public string HistoryLocation { get; set; } = "";

    /// <summary><c>CalibanXGroup</c></summary>
    public string Group { get; set; } = "";

    public string JobIds { get; set; } = "";

    public string User { get; set; } = "";

    public string MaxJobs { get; set; } = "";

    public string Yes { get; set; } = "";

    public string AllJobs { get; set; } = "";

    public string Follow { get; set; } = "";

    public string WaitTimeout { get; set; } = "";

    public string DryRun { get; set; } = "";

    /// <summary>Properties of remote backends as items: their names, with <c>Value</c>.</summary>
    public Microsoft.Build.Framework.ITaskItem[] CloudSettings { get; set; } = [];

    private protected DeclaredRequest Declare(TrackingVerb verb) => new()
    {
        Verb = verb,
        ProjectFile = ProjectFile,
        HistoryLocation = HistoryLocation,
        Group = Group,
        JobIds = JobIds,
        User = User,
        MaxJobs = MaxJobs,
        Yes = Yes,
        AllJobs = AllJobs,
        Follow = Follow,
        WaitTimeout = WaitTimeout,
        DryRun = DryRun,
        Cloud = CloudSettingItems.Read(CloudSettings).Texts,
    };
}
