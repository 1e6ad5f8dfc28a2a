using Caliban.Core.Diagnostics;

namespace Caliban.Core.Jobs;

/// <summary>
/// The complete output of a job, byte for byte. A log that cannot be written does not end the job: it is reported once and
/// given up.
/// </summary>
internal sealed class JobLog : IDisposable
{
    private readonly PlannedJob _job;
    private readonly IDiagnosticSink _diagnostics;
    private FileStream? _file;

    private JobLog(PlannedJob job, string path, IDiagnosticSink diagnostics) =>
        (_job, Path, _diagnostics) = (job, path, diagnostics);

    public string Path { get; }

    public static JobLog Open(JobLaunch launch, IDiagnosticSink diagnostics)
    {
        var log = new JobLog(launch.Job, launch.LogPath, diagnostics);
        log.Try(() =>
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(log.Path)!);
            // Unbuffered: what was printed is in the file when somebody looks, or when this process is killed.
            log._file = new FileStream(log.Path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        });
        return log;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file?.Write(bytes);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            GiveUp(exception);
        }
    }

    public void Dispose() => Try(() => _file?.Dispose());

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            GiveUp(exception);
        }
    }

    private void GiveUp(Exception exception)
    {
        var file = _file;
        _file = null;
        file?.SafeFileHandle.Dispose();
        _diagnostics.Report(Diagnostic.Create(
            LocalRunDiagnostics.LogIncomplete, SourceLocation.None, _job.Title, Path, exception.Message));
    }
}
