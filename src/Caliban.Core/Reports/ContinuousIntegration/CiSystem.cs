using Caliban.Core.Diagnostics;

namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>A CI system that shows more than an exit code and the lines of a log.</summary>
public abstract class CiSystem
{
    /// <summary>Both systems show ten errors of a step, and drop the others silently.</summary>
    private const int ShownErrors = 10;

    private protected CiSystem()
    {
    }

    /// <summary>The system that runs this build; null where none does. Systems that imitate GitHub Actions are taken for it.</summary>
    /// <param name="variable">Reads an environment variable of the build.</param>
    public static CiSystem? Detect(Func<string, string?> variable) =>
        Is(variable, "GITHUB_ACTIONS") ? new GitHubActions(variable)
        : Is(variable, "TF_BUILD") ? new AzurePipelines()
        : null;

    /// <summary>What the system reads on the standard output, each a line of its own without line ends inside.</summary>
    public abstract IReadOnlyList<string> Lines(SweepReport report, WrittenReport written);

    /// <summary>Writes into the files that the system reads after the step.</summary>
    internal virtual Task RecordAsync(SweepReport report, WrittenReport written, IDiagnosticSink diagnostics, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>The failures to show: all of them, or the first ones and one that counts the rest.</summary>
    private protected static IEnumerable<CiError> Errors(SweepReport report)
    {
        var failed = report.Result.Jobs.Where(job => job.Failure is not null).ToList();
        var shown = failed.Count <= ShownErrors ? failed.Count : ShownErrors - 1;
        foreach (var result in failed.Take(shown))
        {
            var failure = result.Failure!;
            yield return new CiError(failure.Location, failure.Descriptor.Code, $"{report.Project}: job {result.Job.Title}", failure.Message);
        }

        if (shown < failed.Count)
        {
            yield return new CiError(
                new SourceLocation(report.Run.Plan.ProjectFile),
                LocalRunDiagnostics.JobFailed.Code,
                report.Project,
                $"{failed.Count - shown} more jobs did not succeed. All are in the summary and in {report.ResultsFolder}.");
        }
    }

    private static bool Is(Func<string, string?> variable, string name) =>
        string.Equals(variable(name), "true", StringComparison.OrdinalIgnoreCase);
}

/// <summary>An error as CI systems show it.</summary>
internal sealed record CiError(SourceLocation Location, string Code, string Title, string Message);
