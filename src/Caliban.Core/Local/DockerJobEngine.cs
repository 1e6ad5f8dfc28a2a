using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.History;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Runs each job in a container of its own.</summary>
/// <param name="variable">Reads an environment variable of the build.</param>
/// <param name="credentials">What jobs find of the credentials of this machine.</param>
/// <param name="isPreview">Whether only the commands are asked for, and nothing may be written.</param>
internal sealed class DockerJobEngine(
    SweepRun run, DockerEngine engine, Func<string, string?> variable, RuntimeCredentials? credentials = null, bool isPreview = false) : IJobEngine
{
    /// <summary>How long an interrupted job may take to end, as long as <c>docker stop</c> gives.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly SweepPlan _plan = run.Plan;
    private readonly Lazy<ImageSpecification> _image = new(() => isPreview
        ? ImageSpecification.Preview(run.Plan.Image, run.Plan.Project, run.Plan.ProjectFolder, run.Plan.OutputFolder, CancellationToken.None)
        : ImageSpecification.Read(run.Plan.Image, run.Plan.Project, run.Plan.ProjectFolder, run.Plan.OutputFolder, CancellationToken.None));

    private readonly Lazy<JobVariables> _variables = new(() => JobVariables.Read(run));

    private volatile bool _stopped;

    public string Backend => "docker";

    public Task<RecordedImage> IdentifyAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<JobOutcome> FollowAsync(JobLaunch launch, ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Release(JobLaunch launch)
    {
    }

    public IReadOnlyList<string> Command(PlannedJob job) =>
        ["docker", .. Arguments(job)];

    public async Task<string> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        if (_plan.ImageTag.Length > 0)
        {
            await ExistingImage.RequireAsync(
                engine.Client, _plan.ImageTag, "CalibanImageTag", new SourceLocation(_plan.ProjectFile), onLine, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var settings = new BuildSettings { ProjectFile = _plan.ProjectFile, Variable = variable, OnLine = onLine };
            await new DockerImageBuilder(engine, settings).EnsureAsync(_image.Value, cancellationToken).ConfigureAwait(false);
        }

        if (_plan.UseGpu)
        {
            await DockerGpu.RequireAsync(engine.Client, Image, new SourceLocation(_plan.ProjectFile), cancellationToken)
                .ConfigureAwait(false);
        }

        return "";
    }

    public async Task<JobOutcome> RunAsync(JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        var job = launch.Job;
        var tail = new DockerRunTail(onOutput);
        cancellationToken.ThrowIfCancellationRequested();
        using var docker = ChildProcess.Start(
            new ProcessSpecification(engine.Client.Executable, Arguments(job)) { Environment = _variables.Value.Of(job) }, tail.Add);
        try
        {
            var exitCode = await docker.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await ClassifyAsync(exitCode, tail, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _stopped = true;
            await StopAsync(DockerRunCommand.ContainerName(run, job), docker).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Removes containers that were created just as their job was stopped.</summary>
    public async Task CleanUpAsync()
    {
        if (!_stopped)
        {
            return;
        }

        try
        {
            while (await engine.Client.ContainersAsync($"{DockerRunCommand.RunLabel}={run.RunId}", CancellationToken.None).ConfigureAwait(false)
                is { Count: > 0 } left)
            {
                await engine.Client.RemoveAsync(left, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // An engine that does not answer runs no containers that we could remove.
        }
    }

    private string Image => _plan.ImageTag.Length > 0 ? _plan.ImageTag : _image.Value.Reference;

    private IReadOnlyList<string> Arguments(PlannedJob job) => DockerRunCommand.Arguments(run, Image, job, _variables.Value.Arguments(job), credentials);

    private async Task StopAsync(string container, ChildProcess docker)
    {
        try
        {
            // Before the container exists only the command can be told; it passes the signal on.
            if (!await engine.Client.SignalAsync(container, "INT", CancellationToken.None).ConfigureAwait(false))
            {
                docker.Interrupt();
            }

            if (!await ProcessRunner.EndsWithin(docker.Completion, Grace).ConfigureAwait(false))
            {
                await engine.Client.RemoveAsync([container], CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // The engine does not answer; at least the command must not be left.
        }

        if (!await ProcessRunner.EndsWithin(docker.Completion, TimeSpan.FromSeconds(5)).ConfigureAwait(false))
        {
            docker.Kill();
            await docker.Completion.ConfigureAwait(false);
        }
    }

    // Docker reports its own failures by 125, 126 and 127, which a program may use too; its words tell them apart.
    // https://docs.docker.com/engine/containers/run/#exit-status
    private async Task<JobOutcome> ClassifyAsync(int exitCode, DockerRunTail tail, CancellationToken cancellationToken)
    {
        // 137 and 143 are also what an engine's own end leaves of its containers.
        if (exitCode is 125 or 137 or 143 || (exitCode != 0 && tail.LostConnection))
        {
            var (answering, _) = await DockerEngine.ProbeAsync(
                Path.GetDirectoryName(engine.Client.Executable), DockerClient.AnswerTime, cancellationToken).ConfigureAwait(false);
            if (answering is null || tail.LostConnection)
            {
                return JobOutcome.Lost;
            }
        }

        return exitCode is 125 or 126 or 127 && tail.Refusal is { } refusal
            ? JobOutcome.NotStarted(refusal)
            : JobOutcome.Exited(exitCode);
    }
}
