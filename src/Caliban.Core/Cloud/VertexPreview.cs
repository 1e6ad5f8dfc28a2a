using System.Text;
using Caliban.Core.Diagnostics;
using Caliban.Core.GoogleCloud.Vertex;
using Caliban.Core.GoogleCloud.Vertex.Jobs;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Remote;

namespace Caliban.Core.Cloud;

/// <summary>What a submission would send, without asking anybody.</summary>
public static class VertexPreview
{
    /// <summary>More requests are written on one line each.</summary>
    private const int IndentedJobs = 10;

    /// <summary>No history is opened, so the labels by which jobs are found again have stand-ins.</summary>
    private const string Store = "00000000";

    /// <summary>The jobs as they would be sent. Their names are stand-ins, which the history gives when they are submitted.</summary>
    public static IEnumerable<CustomJobSpecification> Jobs(SweepPlan plan, VertexTarget target, string image, IDiagnosticSink warnings)
    {
        var jobs = new VertexJobs(plan, target, image, Store, warnings);
        var group = SweepRun.Start(plan).Group;
        return plan.Jobs.Select(job => jobs.Of(new RemoteLaunch(job, job.Index, $"caliban-{plan.Project}-{Store}-{job.Index}", 0, group)));
    }

    /// <summary>Lines for people.</summary>
    public static IEnumerable<string> Lines(SweepPlan plan, VertexTarget target, string image, IDiagnosticSink warnings)
    {
        yield return $"jobs would go to {target.Place}: {target.Hardware[0].Title}";
        foreach (var other in target.Hardware.Skip(1))
        {
            yield return $"  or, where that cannot be had: {other.Title}";
        }

        foreach (var (job, specification) in plan.Jobs.Zip(Jobs(plan, target, image, warnings)))
        {
            var body = Encoding.UTF8.GetString(CustomJobBody.Write(specification, indented: plan.Jobs.Count <= IndentedJobs));
            yield return $"job {job.Title}: {body}";
        }

        yield return $"{plan.Jobs.Count} job{(plan.Jobs.Count == 1 ? "" : "s")}, none of them submitted: this is a dry run.";
    }
}
