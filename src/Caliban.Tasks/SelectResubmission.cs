using System.Globalization;
using Caliban.Core.Tracking;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Chooses the jobs of a group that are run again, shows them and asks.</summary>
[MSBuildMultiThreadableTask]
public sealed class SelectResubmission : TrackingTask
{
    /// <summary>The projects that run them: one item for each, with the numbers of its jobs as <c>JobIds</c>, separated by commas.</summary>
    [Output]
    public ITaskItem[] Projects { get; set; } = [];

    /// <summary><c>CalibanHistoryUrl</c> as these projects, which may be in other folders, have to be given it.</summary>
    [Output]
    public string History { get; set; } = "";

    private protected override TrackingVerb Verb => TrackingVerb.Resubmit;

    private protected override async Task ExecuteAsync(Tracker tracker, TrackingRequest request, VerbConsole console, CancellationToken cancellationToken)
    {
        var (chosen, projects) = await new ResubmissionSelection(tracker, request, console).RunAsync(cancellationToken);
        History = Resubmission.HistoryOf(request, Environment.GetEnvironmentVariable);
        Jobs = RecordedJobItem.Create(chosen, tracker.Now);
        Projects =
        [
            .. projects.Select(project => new TaskItem(
                EscapingUtilities.Escape(project.ProjectFile),
                new Dictionary<string, string>
                {
                    ["Verb"] = project.IsRemote ? "_CalibanResubmitCloudJobs" : "_CalibanResubmitJobs",
                    ["JobIds"] = string.Join(',', project.Jobs.Select(job => job.Id.ToString(CultureInfo.InvariantCulture))),
                })),
        ];
    }
}
