using Caliban.Core.Diagnostics;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks.Tests;

public sealed class CalibanTaskTests
{
    private const string Project = "/a folder/mnist.csproj";

    private readonly FakeBuildEngine _engine = new();

    [Fact]
    public void A_task_that_does_its_work_succeeds_without_a_word()
    {
        Assert.True(Execute((_, _) => Task.CompletedTask));
        Assert.Empty(_engine.Errors);
        Assert.Empty(_engine.Warnings);
        Assert.Empty(_engine.Messages);
    }

    [Fact]
    public void A_diagnostic_keeps_its_code_place_words_and_help()
    {
        Assert.False(Execute((_, _) => throw DiagnosticException.Create(
            ProjectDiagnostics.DirectoryNotFound, new SourceLocation("/a folder/data.json", 3, 7), "{0} 100%")));

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("CAL1007", "/a folder/data.json", 3, 7), (error.Code, error.File, error.LineNumber, error.ColumnNumber));
        Assert.StartsWith("ExtraDirectory '{0} 100%' does not exist", error.Message);
        Assert.Equal(ProjectDiagnostics.DirectoryNotFound.HelpLink, error.HelpLink);
    }

    [Fact]
    public void A_diagnostic_without_a_place_points_at_the_project_and_never_at_our_targets()
    {
        Execute((_, _) => throw DiagnosticException.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, "x"));

        var error = Assert.Single(_engine.Errors);
        Assert.Equal((Project, 0, 0), (error.File, error.LineNumber, error.ColumnNumber));
    }

    [Fact]
    public void All_diagnostics_of_an_exception_are_reported_in_their_order()
    {
        Execute((_, _) => throw new DiagnosticException(
        [
            Diagnostic.Create(ProjectDiagnostics.DirectoryNotFound, SourceLocation.None, "a"),
            Diagnostic.Create(LocalRunDiagnostics.NothingIsolates, SourceLocation.None, "why", ""),
            Diagnostic.Create(ProjectDiagnostics.DirectoryNotFound, SourceLocation.None, "b"),
        ]));

        Assert.Equal(["CAL1007", "CAL1007"], _engine.Errors.Select(error => error.Code));
        Assert.Equal("CAL4001", Assert.Single(_engine.Warnings).Code);
    }

    [Fact]
    public void A_warning_does_not_fail_the_task()
    {
        Assert.True(Execute((task, _) =>
        {
            task.Report(Diagnostic.Create(LocalRunDiagnostics.LogIncomplete, new SourceLocation("a.log"), "1", "a.log", "disk full"));
            return Task.CompletedTask;
        }));

        var warning = Assert.Single(_engine.Warnings);
        Assert.Equal(("CAL4007", "a.log", LocalRunDiagnostics.LogIncomplete.HelpLink), (warning.Code, warning.File, warning.HelpLink));
        Assert.Empty(_engine.Errors);
    }

    [Fact]
    public void A_reported_error_fails_the_task() => Assert.False(Execute((task, _) =>
    {
        task.Report(Diagnostic.Create(LocalRunDiagnostics.SweepCanceled, SourceLocation.None, "x"));
        return Task.CompletedTask;
    }));

    [Fact]
    public void An_unexpected_exception_is_one_error_whose_trace_is_for_diagnostic_logs_only()
    {
        Assert.False(Execute((_, _) => throw new InvalidOperationException("no {braces} harm")));

        var error = Assert.Single(_engine.Errors);
        Assert.Equal(("CAL1099", Project), (error.Code, error.File));
        Assert.StartsWith("TrialTask could not be completed: no {braces} harm. ", error.Message);
        Assert.DoesNotContain("   at ", error.Message);
        var trace = Assert.Single(_engine.Messages);
        Assert.Equal(MessageImportance.Low, trace.Importance);
        Assert.Contains("   at ", trace.Message);
    }

    [Fact]
    public void A_cancelled_task_says_that_the_build_was_cancelled()
    {
        Assert.False(Execute(async (task, cancellation) =>
        {
            task.Cancel();
            await Task.Delay(Timeout.Infinite, cancellation);
        }));

        var error = Assert.Single(_engine.Errors);
        Assert.Equal("CAL4012", error.Code);
        Assert.Contains("the build was cancelled", error.Message);
    }

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_unexpected()
    {
        Execute((_, _) => throw new OperationCanceledException());

        Assert.Equal("CAL1099", Assert.Single(_engine.Errors).Code);
    }

    [Fact]
    public void Cancelling_before_and_after_the_work_is_harmless()
    {
        var task = new TrialTask((_, _) => Task.CompletedTask) { BuildEngine = _engine, ProjectFile = Project };

        task.Cancel();
        Assert.True(task.Execute());
        task.Cancel();
    }

    private bool Execute(Func<TrialTask, CancellationToken, Task> work) =>
        new TrialTask(work) { BuildEngine = _engine, ProjectFile = Project }.Execute();

    private sealed class TrialTask(Func<TrialTask, CancellationToken, Task> work) : CalibanTask
    {
        protected override Task ExecuteAsync(CancellationToken cancellationToken) => work(this, cancellationToken);
    }
}
