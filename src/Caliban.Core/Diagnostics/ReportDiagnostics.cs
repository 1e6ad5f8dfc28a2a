namespace Caliban.Core.Diagnostics;

/// <summary>CAL7020 to CAL7029: what is written about a sweep, and the metrics its jobs report.</summary>
public static class ReportDiagnostics
{
    public static DiagnosticDescriptor ReportNotWritten { get; } = new(
        "CAL7020",
        DiagnosticSeverity.Warning,
        "A report of a sweep cannot be written",
        "'{0}' cannot be written: {1}. The jobs are not affected, and the exit code still tells how they ended. Make room or give access, and run it again for the report.",
        "The results of a sweep go into `obj/caliban/results/`, and on GitHub also into the files that `GITHUB_STEP_SUMMARY` and `GITHUB_OUTPUT` name. One of them could not be written, for example because the disk is full.",
        "Make room on the disk, or give yourself access to the file that the message names.");

    public static DiagnosticDescriptor MetricsMalformed { get; } = new(
        "CAL7021",
        DiagnosticSeverity.Warning,
        "Metrics of a job were not understood",
        "Job {0} reported {1} line{2} of metrics that were not understood and are left out; the first was '{3}': {4}. Write 'caliban-metric name=value step=n', or one JSON object a line into the file that $CALIBAN_METRICS names.",
        "A line that begins with `caliban-metric`, or a line of the metrics file, is not of the form that `docs/metrics.md` describes.",
        "Correct the line that the message shows. Other metrics of the job are kept.");

    public static DiagnosticDescriptor MetricsUnreadable { get; } = new(
        "CAL7022",
        DiagnosticSeverity.Warning,
        "The metrics file of a job cannot be read",
        "The metrics of job {0} are incomplete, because '{1}' cannot be read: {2}. Let the job write a plain file that you may read.",
        "The file that `$CALIBAN_METRICS` names is a link or a folder, or its permissions keep you out.",
        "Let the job append lines to the file and do nothing else with it.");

    public static DiagnosticDescriptor MetricsDropped { get; } = new(
        "CAL7023",
        DiagnosticSeverity.Warning,
        "Metrics came faster than they could be stored",
        "Job {0} printed metrics faster than they could be stored, and {1} values are left out. Print fewer, or write them into the file that $CALIBAN_METRICS names, which waits.",
        "Values on the output of a job wait in memory until the history has stored them, and only a limited number may wait.",
        "Report less often, or use the metrics file: it is read as fast as values can be stored, and nothing is left out.");

    public static DiagnosticDescriptor MetricsNotStored { get; } = new(
        "CAL7024",
        DiagnosticSeverity.Warning,
        "Metrics of a job cannot be stored",
        "Metrics of job number {0} cannot be stored: {1} The job goes on.",
        "The database of the history did not take the values that a job reported.",
        "Do what the message of the database says. The log of the job still holds what it printed.");
}
