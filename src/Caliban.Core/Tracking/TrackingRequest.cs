using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;

namespace Caliban.Core.Tracking;

/// <summary>
/// What is asked of the history, checked. The tasks act on it at once; for the runner it is written to a temporary file. It
/// holds no secret: a location with a password is refused before.
/// </summary>
public sealed record TrackingRequest
{
    /// <summary>Raised when a request of an earlier version could be misread.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required TrackingVerb Verb { get; init; }

    /// <summary>Absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>The store of the history; empty for what the variables name.</summary>
    public string HistoryLocation { get; init; } = "";

    /// <summary>Empty for all groups.</summary>
    public string Group { get; init; } = "";

    /// <summary>The numbers of jobs; empty for all.</summary>
    public IReadOnlyList<long> JobIds { get; init; } = [];

    /// <summary>Whose jobs: a name, <c>*</c> for everybody's, empty for one's own.</summary>
    public string User { get; init; } = "";

    /// <summary>How many jobs of all, or of each experiment of a group; 0 for all, null for what the verb does by default.</summary>
    public int? MaxJobs { get; init; }

    /// <summary>Consent, given beforehand.</summary>
    public bool Yes { get; init; }

    /// <summary>Whether jobs that succeeded are resubmitted, too.</summary>
    public bool AllJobs { get; init; }

    public bool Follow { get; init; }

    /// <summary>Null for no limit.</summary>
    public TimeSpan? WaitTimeout { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The plan of the project, which resubmitted jobs are run by; empty where there is none.</summary>
    public string PlanFile { get; init; } = "";

    /// <summary>What the project says about remote backends: properties by their names.</summary>
    public IReadOnlyDictionary<string, string> Cloud { get; init; } = new Dictionary<string, string>();

    /// <summary>Codes of warnings that the project has turned off.</summary>
    public IReadOnlyList<string> SilencedWarnings { get; init; } = [];

    /// <exception cref="DiagnosticException">All mistakes together: CAL1005, CAL7032, CAL7041.</exception>
    public static TrackingRequest Read(DeclaredRequest declared)
    {
        var properties = new ProjectProperties(declared.ProjectFile);
        var request = new TrackingRequest
        {
            Verb = declared.Verb,
            ProjectFile = declared.ProjectFile,
            HistoryLocation = declared.HistoryLocation.Trim(),
            Group = declared.Group.Trim(),
            JobIds = JobIdsOf(properties, declared.JobIds),
            User = declared.User.Trim(),
            MaxJobs = properties.CountOrNone("CalibanMaxJobs", declared.MaxJobs),
            Yes = properties.Boolean("CalibanYes", declared.Yes, otherwise: false),
            AllJobs = properties.Boolean("CalibanAllJobs", declared.AllJobs, otherwise: false),
            Follow = properties.Boolean("CalibanFollow", declared.Follow, otherwise: false),
            WaitTimeout = properties.Duration("CalibanWaitTimeout", declared.WaitTimeout),
            DryRun = properties.Boolean("CalibanDryRun", declared.DryRun, otherwise: false),
            Cloud = declared.Cloud,
            PlanFile = declared.PlanFile,
            SilencedWarnings = SweepPlanner.SilencedWarnings(declared.NoWarn),
        };
        if (declared.Verb is TrackingVerb.Resubmit or TrackingVerb.Forget && request.Group.Length == 0)
        {
            properties.Mistakes.Add(Diagnostic.Create(TrackingDiagnostics.GroupNeeded, SourceLocation.None, $"Caliban{declared.Verb}"));
        }

        if (HistoryStore.Mistake(request.HistoryLocation, properties.Locate("CalibanHistoryUrl", declared.HistoryLocation)) is { } mistake)
        {
            properties.Mistakes.Add(mistake);
        }

        if (declared.Verb == TrackingVerb.Logs && request is { Group: "", JobIds: [] })
        {
            properties.Mistakes.Add(Diagnostic.Create(TrackingDiagnostics.JobsNeeded, SourceLocation.None));
        }

        properties.ThrowIfMistaken();
        return request;
    }

    private static List<long> JobIdsOf(ProjectProperties properties, string text)
    {
        var ids = new List<long>();
        foreach (var word in text.Split([';', ',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
            {
                ids.Add(id);
            }
            else
            {
                properties.Mistakes.Add(Diagnostic.Create(
                    ProjectDiagnostics.PropertyInvalid, properties.Locate("CalibanJobIds", text), "CalibanJobIds", text, "numbers of jobs like '61;62'"));
                return [];
            }
        }

        return [.. ids.Distinct()];
    }
}
