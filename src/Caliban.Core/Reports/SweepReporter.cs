using Caliban.Core.Diagnostics;
using Caliban.Core.Reports.ContinuousIntegration;

namespace Caliban.Core.Reports;

/// <summary>Tells programs and CI systems how a sweep ended. Nothing of it can change how it ended.</summary>
public static class SweepReporter
{
    /// <summary>
    /// Writes the files of a report and what a CI system is told in files of its own. What cannot be written is a warning:
    /// CAL7020.
    /// </summary>
    /// <param name="variable">Reads an environment variable of the build.</param>
    /// <param name="cancellationToken">Not that of the sweep: one that was stopped is reported, too.</param>
    public static async Task<WrittenReport> PublishAsync(
        SweepReport report, Func<string, string?> variable, IDiagnosticSink diagnostics, CancellationToken cancellationToken)
    {
        var written = await new ReportFiles(report, diagnostics).WriteAsync(cancellationToken).ConfigureAwait(false);
        if (CiSystem.Detect(variable) is not { } system)
        {
            return written;
        }

        await system.RecordAsync(report, written, diagnostics, cancellationToken).ConfigureAwait(false);
        return written with { ConsoleLines = system.Lines(report, written) };
    }
}
