using Caliban.Core.Diagnostics;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>
/// What all tasks share: cancellation, and diagnostics that point at the user's files. A task only passes its parameters
/// on and hands results back; all paths it is given are absolute.
/// </summary>
#pragma warning disable CA1001 // MSBuild does not dispose of tasks, and a source without a timer holds nothing
public abstract class CalibanTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDiagnosticSink
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>The project being built, <c>$(MSBuildProjectFullPath)</c>. Diagnostics without a place of their own point at it.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary><c>$(_MSBUILDTLENABLED)</c>: 1 when the terminal logger shows this build.</summary>
    public string TerminalLogger { get; set; } = "";

    /// <summary><c>$(MSBuildProjectDirectory)</c></summary>
    protected string ProjectFolder => Path.GetDirectoryName(ProjectFile)!;

    public sealed override bool Execute()
    {
        try
        {
            ExecuteAsync(_cancellation.Token).GetAwaiter().GetResult();
        }
        catch (DiagnosticException exception)
        {
            foreach (var diagnostic in exception.Diagnostics)
            {
                Report(diagnostic);
            }
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Report(Diagnostic.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, "the build was cancelled"));
        }
        catch (Exception exception)
        {
            Report(Diagnostic.Create(ProjectDiagnostics.UnexpectedError, SourceLocation.None, GetType().Name, exception.Message));
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    public void Cancel() => _cancellation.Cancel();

    public void Report(Diagnostic diagnostic)
    {
        var (code, link) = (diagnostic.Descriptor.Code, diagnostic.Descriptor.HelpLink);
        var (file, line, column) = (diagnostic.Location.File ?? ProjectFile, diagnostic.Location.Line, diagnostic.Location.Column);
        if (diagnostic.Descriptor.Severity == DiagnosticSeverity.Error)
        {
            Log.LogError(null, code, null, link, file, line, column, 0, 0, "{0}", diagnostic.Message);
        }
        else
        {
            Log.LogWarning(null, code, null, link, file, line, column, 0, 0, "{0}", diagnostic.Message);
        }
    }

    protected abstract Task ExecuteAsync(CancellationToken cancellationToken);

    /// <summary>A line that is on the screen at once, whichever logger shows the build.</summary>
    protected void Show(string line) => new LiveLines(Log, TerminalLogger == "1").Write(line);

    /// <summary>The result of the project, in the one form of message that the terminal logger keeps beside its name.</summary>
    protected void Conclude(string result) =>
        Log.LogMessage(MessageImportance.High, "{0} -> {1}", Path.GetFileNameWithoutExtension(ProjectFile), result);
}
