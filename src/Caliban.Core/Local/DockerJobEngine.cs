using System.Collections.Concurrent;
using Caliban.Core.Diagnostics;
using Caliban.Core.Docker;
using Caliban.Core.History;
using Caliban.Core.Images.Building;
using Caliban.Core.Images.Identity;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>Runs each job in a container of its own.</summary>
/// <param name="variable">Reads an environment variable of the build.</param>
/// <param name="credentials">What jobs find of the credentials of this machine.</param>
/// <param name="isPreview">Whether only the commands are asked for, and nothing may be written.</param>
internal sealed class DockerJobEngine(
    SweepRun run, DockerEngine engine, Func<string, string?> variable, RuntimeCredentials? credentials = null, bool isPreview = false) : IJobEngine
{
    private readonly SweepPlan _plan = run.Plan;
    private readonly Lazy<ImageSpecification> _image = new(() => isPreview
        ? ImageSpecification.Preview(run.Plan.Image, run.Plan.Project, run.Plan.ProjectFolder, run.Plan.OutputFolder, CancellationToken.None)
        : ImageSpecification.Read(run.Plan.Image, run.Plan.Project, run.Plan.ProjectFolder, run.Plan.OutputFolder, CancellationToken.None));

    private readonly Lazy<JobVariables> _variables = new(() => JobVariables.Read(run));
    private readonly ContainerIdFiles _idFiles = new();
    private readonly ContainerRemoval _removal = new(engine.Client);
    private readonly ConcurrentBag<string> _stopped = [];
    private bool _seesFiles;

    public string Backend => DockerBackend.BackendName;

    public IReadOnlyList<string> Command(PlannedJob job) =>
        ["docker", .. Arguments(job, DockerRunCommand.PreviewName(run, job), [], [])];

    public async Task<RecordedImage> IdentifyAsync(CancellationToken cancellationToken)
    {
        if (_plan.ImageTag.Length == 0)
        {
            return await Task.Run(() => RecordedInputs.OfImage(_image.Value), cancellationToken).ConfigureAwait(false);
        }

        var image = await RequireImageAsync(_ => { }, cancellationToken).ConfigureAwait(false);
        return new RecordedImage(image.Id, _plan.ImageTag, image.Id, new Dictionary<string, string>());
    }

    public async Task<IReadOnlyList<string>> DevicesAsync(CancellationToken cancellationToken)
    {
        if (!GpuDevices.AreWanted(_plan))
        {
            return [];
        }

        if (await engine.Client.IsLocalAsync(variable("DOCKER_HOST"), cancellationToken).ConfigureAwait(false)
            && await GpuDevices.ListAsync(variable("PATH"), cancellationToken).ConfigureAwait(false) is { } devices)
        {
            return GpuDevices.Restrict(devices, variable(GpuDevices.VisibleVariable));
        }

        // The driver is on the engine's machine; the toolkit puts its program into containers.
        var answer = await engine.Client.AskAsync(
            cancellationToken, ["run", "--rm", "--gpus", "all", "--entrypoint", "nvidia-smi", Image, .. GpuDevices.Query]).ConfigureAwait(false);
        return GpuDevices.Parse(answer) ?? [];
    }

    public async Task<string> PrepareAsync(Action<string> onLine, CancellationToken cancellationToken)
    {
        string id;
        if (_plan.ImageTag.Length > 0)
        {
            id = (await RequireImageAsync(onLine, cancellationToken).ConfigureAwait(false)).Id;
        }
        else
        {
            var settings = new BuildSettings { ProjectFile = _plan.ProjectFile, Variable = variable, OnLine = onLine };
            id = (await new DockerImageBuilder(engine, settings).EnsureAsync(_image.Value, cancellationToken).ConfigureAwait(false)).Id;
        }

        if (_plan.UseGpu)
        {
            await DockerGpu.RequireAsync(engine.Client, Image, new SourceLocation(_plan.ProjectFile), cancellationToken)
                .ConfigureAwait(false);
        }

        _seesFiles = await SharedFiles.AreSeenAsync(engine.Client, Image, _plan.ProjectFolder, variable("DOCKER_HOST"), cancellationToken).ConfigureAwait(false);
        return id;
    }

    public async Task<JobOutcome> RunAsync(JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        var idFile = _idFiles.New(launch.Name);
        var tail = new DockerRunTail(onOutput);
        if (_seesFiles)
        {
            MetricsMount.Create(launch);
        }

        cancellationToken.ThrowIfCancellationRequested();
        var specification = new ProcessSpecification(
            engine.Client.Executable,
            Arguments(launch.Job, launch.Name, launch.Devices, _seesFiles ? MetricsMount.DockerArguments(launch) : [], idFile))
        {
            Environment = _variables.Value.OfClient(launch.Job),
            Marker = launch.Name,
        };
        using var docker = ChildProcess.Start(specification, tail.Add);
        try
        {
            var accepted = await ContainerIdFiles.WaitAsync(idFile, docker.Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
            if (accepted)
            {
                await onAccepted(new JobReceipt()).ConfigureAwait(false);
            }

            var exitCode = await docker.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!accepted && tail.IsNameTaken)
            {
                return await AdoptAsync(launch, onOutput, onAccepted, cancellationToken).ConfigureAwait(false);
            }

            var outcome = await ClassifyAsync(exitCode, tail, cancellationToken).ConfigureAwait(false);
            if (outcome.End == JobEnd.NotStarted)
            {
                Release(launch); // It was made before it was refused.
            }

            return outcome;
        }
        catch (OperationCanceledException)
        {
            _stopped.Add(launch.Name);
            await StopAsync(launch.Name, docker).ConfigureAwait(false);
            throw;
        }
        catch
        {
            // It could not be written down that the container runs. It goes on, and a later build finds it.
            tail.Close();
            throw;
        }
    }

    public async Task<JobOutcome> FollowAsync(JobLaunch launch, ProcessIdentity? process, OutputHandler onOutput, CancellationToken cancellationToken)
    {
        var container = new Container(engine.Client, launch.Name);
        using var abandon = new CancellationTokenSource();
        var following = container.FollowAsync(onOutput, abandon.Token);
        try
        {
            return await following.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return JobOutcome.Lost;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            try
            {
                await container.StopAsync(following).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The engine does not answer; at least our command must not be left.
            }

            await abandon.CancelAsync().ConfigureAwait(false);
            await ((Task)following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    public void Release(JobLaunch launch)
    {
        _removal.Add(launch.Name);
        MetricsMount.DeleteEmpty(launch.MetricsPath);
    }

    /// <summary>Removes what was released, and containers that were created just as their job was stopped.</summary>
    public async Task CleanUpAsync()
    {
        await _removal.FlushAsync().ConfigureAwait(false);
        _idFiles.Delete();
        try
        {
            for (string[] left = [.. _stopped]; left.Length > 0;)
            {
                var states = await engine.Client.ContainerStatesAsync($"{DockerRunCommand.RunLabel}={run.RunId}", CancellationToken.None).ConfigureAwait(false);
                left = [.. left.Where(states.ContainsKey)];
                await engine.Client.RemoveAsync(left, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            // An engine that does not answer runs no containers that we could remove.
        }
    }

    private string Image => _plan.ImageTag.Length > 0 ? _plan.ImageTag : _image.Value.Reference;

    private IReadOnlyList<string> Arguments(
        PlannedJob job, string name, IReadOnlyList<string> devices, IReadOnlyList<string> metrics, string idFile = "") => DockerRunCommand.Arguments(
            run,
            Image,
            job,
            name,
            DockerHardware.Arguments(_plan, devices, string.IsNullOrEmpty(variable("DOCKER_HOST")) ? GpuDevices.Visible(variable(GpuDevices.VisibleVariable)) : null),
            [.. _variables.Value.Arguments(job), .. metrics, .. credentials?.DockerArguments ?? []],
            idFile);

    private Task<LocalImage> RequireImageAsync(Action<string> onLine, CancellationToken cancellationToken) => ExistingImage.RequireAsync(
        engine.Client, _plan.ImageTag, "CalibanImageTag", new SourceLocation(_plan.ProjectFile), onLine, cancellationToken);

    // A container of that name is the same job, which an earlier process started or at least made.
    private async Task<JobOutcome> AdoptAsync(JobLaunch launch, OutputHandler onOutput, Func<JobReceipt, Task> onAccepted, CancellationToken cancellationToken)
    {
        await onAccepted(new JobReceipt()).ConfigureAwait(false);
        return await FollowAsync(launch, process: null, onOutput, cancellationToken).ConfigureAwait(false);
    }

    private async Task StopAsync(string name, ChildProcess docker)
    {
        try
        {
            // Before the container exists only the command can be told; it passes the signal on.
            if (!await new Container(engine.Client, name).StopAsync(docker.Completion).ConfigureAwait(false))
            {
                docker.Interrupt();
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
