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

    /// <exception cref="DiagnosticException">It has too many variables (CAL5033), or <c>.calibanconfig.json</c> has mistakes.</exception>
    public CustomJobSpecification Of(RemoteLaunch launch)
    {
        var variables = _variables.Value.Of(launch.Job, launch.Group, launch.Name);
        return variables.Count <= CustomJobRules.MostVariables ? target.Template with
        {
            DisplayName = Name(launch.Job.Index),
            Image = image,
            Arguments = launch.Job.Arguments,
            Environment = variables,
            Hardware = target.Hardware[launch.Candidate],
            Labels = _labels.Of(launch.Name, target.Hardware[launch.Candidate], launch.Job.Arguments),
            Timeout = plan.JobTimeout,
        } : throw DiagnosticException.Create(
            VertexDiagnostics.TooManyVariables, new SourceLocation(plan.ProjectFile), variables.Count, CustomJobRules.MostVariables);
    }

    // The number is what tells jobs apart, so a long name loses its end.
    private string Name(int index)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"_{index}");
        var runes = target.Template.DisplayName.EnumerateRunes().Take(CustomJobRules.LongestDisplayName - number.Length);
        return $"{string.Concat(runes.Select(rune => rune.ToString()))}{number}";
    }
}
