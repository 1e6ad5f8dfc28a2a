using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Reports;

/// <summary>
/// The three files of a report: in <c>results/&lt;run&gt;/</c>, and those of the run that ended last once more in
/// <c>results/</c> itself, where a pipeline finds them by name. Each appears whole or not at all.
/// </summary>
internal sealed class ReportFiles(SweepReport report, IDiagnosticSink diagnostics)
{
    public async Task<WrittenReport> WriteAsync(CancellationToken cancellationToken)
    {
        var summary = Encoding.UTF8.GetBytes(new MarkdownSummary(report).Write());
        return new WrittenReport(
            await WriteAsync("results.json", new ResultsJsonFile(report).WriteAsync, cancellationToken).ConfigureAwait(false),
            await WriteAsync("junit.xml", new JUnitFile(report).WriteAsync, cancellationToken).ConfigureAwait(false),
            await WriteAsync("summary.md", (stream, token) => stream.WriteAsync(summary, token).AsTask(), cancellationToken).ConfigureAwait(false));
    }

    private async Task<string?> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var path = Path.Combine(report.ResultsFolder, report.Run.RunId, name);
        if (!await TryAsync(path, write, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        await TryAsync(Path.Combine(report.ResultsFolder, name), CopyAsync, cancellationToken).ConfigureAwait(false);
        return path;

        async Task CopyAsync(Stream stream, CancellationToken token)
        {
            var source = File.OpenRead(path);
            await using (source.ConfigureAwait(false))
            {
                await source.CopyToAsync(stream, token).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryAsync(string path, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // Another build may be about to write the same file.
        var temporary = $"{path}.{report.Run.RunId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024, useAsync: true);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream, cancellationToken).ConfigureAwait(false);
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Report(Diagnostic.Create(
                ReportDiagnostics.ReportNotWritten, SourceLocation.None, path, exception.Message.TrimEnd('.')));
            Delete(temporary);
            return false;
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could not be written is not there, or stays as a file of another name.
        }
    }
}
