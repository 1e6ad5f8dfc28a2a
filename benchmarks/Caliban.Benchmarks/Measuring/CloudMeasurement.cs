using Caliban.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Benchmarks.Measuring;

/// <summary>Work at a remote backend, in a process that has done nothing else.</summary>
internal static class CloudMeasurement
{
    /// <summary>The task SubmitPlan, until every job is submitted.</summary>
    public const string Submit = "submit-cloud";

    /// <summary>The task ShowStatus for all jobs, which asks the backend about them.</summary>
    public const string Status = "show-cloud-status";

    public static bool Knows(string work) => work is Submit or Status;

    /// <param name="file">The file of a <see cref="CloudRequest"/>.</param>
    /// <returns>The number of jobs that were submitted, or shown.</returns>
    public static int Do(string work, string file)
    {
        var request = CloudRequest.Read(file);
        if (work == Submit)
        {
            var task = new SubmitPlan
            {
                BuildEngine = new SilentBuildEngine(),
                ProjectFile = request.ProjectFile,
                PlanFile = request.PlanFile,
                Target = request.Target,
                Image = request.Image,
            };
            return Run(task, () => task.Jobs);
        }

        var status = new ShowStatus
        {
            BuildEngine = new SilentBuildEngine(),
            ProjectFile = request.ProjectFile,
            MaxJobs = "0",
            CloudSettings = [.. request.Settings.Select(setting => new TaskItem(setting.Key, new Dictionary<string, string> { ["Value"] = setting.Value }))],
        };
        return Run(status, () => status.Jobs);
    }

    private static int Run(ITask task, Func<ITaskItem[]> jobs) => task.Execute()
        ? jobs().Count(item => (string?)((ITaskItem2)item).CloneCustomMetadataEscaped()["State"] is "Submitted" or "Running")
        : throw new InvalidOperationException($"{task.GetType().Name} failed");
}
