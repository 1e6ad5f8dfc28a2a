using System.Globalization;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.GoogleCloud.Vertex.Labels;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Planning;
using Caliban.Core.Jobs.Remote;

namespace Caliban.Core.Cloud;

/// <summary>The jobs of a plan as Vertex AI takes them.</summary>
/// <param name="image">The image in its registry.</param>
/// <param name="store">The id of the history, a label of every job.</param>
public sealed class VertexJobs(SweepPlan plan, VertexTarget target, string image, string store, IDiagnosticSink warnings)
{
    private readonly Lazy<RemoteVariables> _variables = new(() => RemoteVariables.Read(plan));
    private readonly JobLabels _labels = JobLabels.Of(
        target.Labels, target.Template.DisplayName, image, store, new SourceLocation(plan.ProjectFile), warnings);

    public CustomJobSpecification Of(RemoteLaunch launch) => target.Template with
    {
        DisplayName = string.Create(CultureInfo.InvariantCulture, $"{target.Template.DisplayName}_{launch.Job.Index}"),
        Image = image,
        Arguments = launch.Job.Arguments,
        Environment = _variables.Value.Of(launch.Job, launch.Group, launch.Name),
        Hardware = target.Hardware[launch.Candidate],
        Labels = _labels.Of(launch.Name, target.Hardware[launch.Candidate], launch.Job.Arguments),
        Timeout = plan.JobTimeout,
    };
}
