using System.ComponentModel;
using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Jobs;
using Caliban.Core.Tests.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs;

/// <summary>What becomes of each way a job can end.</summary>
public sealed class JobEndTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(3, "failed with exit code 3. Arguments: --rate 1. Log: ")]
    [InlineData(137, "failed with exit code 137 (killed by SIGKILL, often for lack of memory). ")]
    [InlineData(139, "failed with exit code 139 (crashed with SIGSEGV). ")]
    [InlineData(143, "failed with exit code 143 (ended by SIGTERM). ")]
    [InlineData(126, "failed with exit code 126 (the program is not executable). ")]
    [InlineData(127, "failed with exit code 127 (the program was not found). ")]
    public async Task An_exit_code_other_than_0_is_a_failure_that_names_everything(int exitCode, string message)
    {
        var result = await RunAsync(Plan, _ => JobOutcome.Exited(exitCode));

        Assert.Equal((JobState.Failed, exitCode), (result.State, result.ExitCode));
        Assert.Same(LocalRunDiagnostics.JobFailed, result.Failure!.Descriptor);
        Assert.Equal(new SourceLocation(Plan.ProjectFile), result.Failure.Location);
        Assert.Contains($"Job 1 rate=1 {message}", result.Failure.Message);
        Assert.Contains(result.LogPath, result.Failure.Message);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_engine()
    {
        var result = await RunAsync(Plan, _ => JobOutcome.NotStarted("unknown flag: --foo"));

        Assert.Equal((JobState.Failed, null), (result.State, result.ExitCode));
        Assert.Same(LocalRunDiagnostics.JobNotStarted, result.Failure!.Descriptor);
        Assert.Contains("could not be started: unknown flag: --foo. ", result.Failure.Message);
    }

    [Fact]
    public async Task A_lost_job_is_never_called_a_success()
    {
        var result = await RunAsync(Plan, _ => JobOutcome.Lost);

        Assert.Equal((JobState.Lost, null), (result.State, result.ExitCode));
        Assert.Same(LocalRunDiagnostics.JobLost, result.Failure!.Descriptor);
    }

    public static TheoryData<Exception> Exceptions =>
    [
        new Win32Exception(2, "no such program"),
        new TimeoutException("docker gave no answer within 30 s"),
        new IOException("no space"),
        new OperationCanceledException("of the engine's own"),
        DiagnosticException.Create(ImageDiagnostics.ContextUnreadable, SourceLocation.None, "a.py", "denied"),
    ];

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task An_exception_of_the_engine_is_a_job_that_was_not_started(Exception exception)
    {
        var result = await RunAsync(Plan, _ => throw exception);

        Assert.Equal(JobState.Failed, result.State);
        Assert.Same(LocalRunDiagnostics.JobNotStarted, result.Failure!.Descriptor);
        Assert.Contains(exception is DiagnosticException ? "'a.py' belongs" : exception.Message, result.Failure.Message);
        Assert.Equal("ended 1", _observer.Calls[^1]);
    }

    [Fact]
    public async Task A_job_without_arguments_and_label_is_named_by_its_number()
    {
        var result = await RunAsync(Plan with { Jobs = [new PlannedJob(1, "", [])] }, _ => JobOutcome.Exited(1));

        Assert.StartsWith("Job 1 failed with exit code 1. Arguments: (none). ", result.Failure!.Message);
    }

    [Fact]
    public async Task Arguments_are_shown_as_they_could_be_typed()
    {
        var result = await RunAsync(Plan with { Jobs = [new PlannedJob(1, "", ["--name", "it's", ""])] }, _ => JobOutcome.Exited(1));

        Assert.Contains(@"Arguments: --name 'it'\''s' ''. ", result.Failure!.Message);
    }

    private SweepPlan Plan => Plans.Create(1, _folder.Path);

    private async Task<JobResult> RunAsync(SweepPlan plan, Func<PlannedJob, JobOutcome> end)
    {
        var engine = new FakeEngine((job, _, _) => Task.FromResult(end(job)));
        var result = await SweepTrial.RunOnceAsync(plan.Run(), engine, _observer);
        return Assert.Single(result.Jobs);
    }
}
