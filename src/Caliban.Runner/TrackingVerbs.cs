using Caliban.Core.Diagnostics;
using Caliban.Core.History;
using Caliban.Core.Processes;
using Caliban.Core.Tracking;
using Spectre.Console;

namespace Caliban.Runner;

/// <summary>What a request of the build asks of the history, on the terminal of this process.</summary>
internal sealed class TrackingVerbs(TrackingRequest request, CountingDiagnostics diagnostics)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly VerbConsole _console = new(Show, Consent.OfTerminal(), diagnostics);

    public static async Task<int> RunAsync(string requestFile, ConsoleDiagnostics diagnostics, CancellationToken cancellationToken)
    {
        var request = await TrackingRequestFile.ReadAsync(requestFile, cancellationToken);
        // It was written for this one reading.
        File.Delete(requestFile);
        diagnostics.Silenced = request.SilencedWarnings;
        var counted = new CountingDiagnostics(diagnostics);
        var exitCode = await new TrackingVerbs(request, counted).RunAsync(cancellationToken);
        return counted.HasErrors ? ExitCodes.Failed : exitCode;
    }

    // Above a live display, where there is one; never wrapped where the output leads into a file.
    private static void Show(string line)
    {
        if (Terminal.IsPlain)
        {
            Console.Out.WriteLine(line);
        }
        else
        {
            AnsiConsole.Console.WriteLine(line);
        }
    }

    private async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var tracker = await Tracker.OpenAsync(request, Environment.GetEnvironmentVariable, cancellationToken);
        switch (request.Verb)
        {
            case TrackingVerb.Status:
                await ShowStatusAsync(tracker, cancellationToken);
                break;
            case TrackingVerb.Stop:
                await new JobStopper(tracker, request, _console).RunAsync(cancellationToken);
                break;
            case TrackingVerb.Resubmit:
                return await ResubmitAsync(tracker, cancellationToken);
            case TrackingVerb.Logs:
                await ShowLogsAsync(tracker, cancellationToken);
                break;
            case TrackingVerb.Wait:
                await WaitAsync(tracker, cancellationToken);
                break;
            default:
                await new GroupRemoval(tracker, request, _console).RunAsync(cancellationToken);
                break;
        }

        return ExitCodes.Succeeded;
    }

    private async Task ShowStatusAsync(Tracker tracker, CancellationToken cancellationToken)
    {
        var reader = new StatusReader(tracker, request);
        var report = await reader.ReadAsync(cancellationToken);
        if (Terminal.IsPlain || !request.Follow)
        {
            foreach (var line in StatusTable.Lines(report, tracker.Time, Terminal.IsPlain ? null : Paint))
            {
                await Console.Out.WriteLineAsync(line);
            }

            return;
        }

        await AnsiConsole.Live(StatusView.Create(report)).StartAsync(async live =>
        {
            while (!report.IsFinished)
            {
                await Task.Delay(Interval, cancellationToken);
                report = await reader.ReadAsync(cancellationToken);
                live.UpdateTarget(StatusView.Create(report));
            }
        });
    }

    // ECMA-48, Select Graphic Rendition
    private static string Paint(JobState state, string text) => state switch
    {
        JobState.Succeeded => $"\u001b[32m{text}\u001b[0m",
        JobState.Failed or JobState.Lost => $"\u001b[31m{text}\u001b[0m",
        _ => $"\u001b[33m{text}\u001b[0m",
    };

    private async Task ShowLogsAsync(Tracker tracker, CancellationToken cancellationToken)
    {
        var reader = new LogReader(tracker, request, _console);
        var jobs = await reader.SelectAsync(cancellationToken);
        await using var output = Console.OpenStandardOutput();
        await reader.CopyAsync(jobs, new LogBytes(output, isMixed: jobs.Count > 1 && request.Follow, hasHeaders: jobs.Count > 1), cancellationToken);
    }

    private async Task WaitAsync(Tracker tracker, CancellationToken cancellationToken)
    {
        if (Terminal.IsPlain)
        {
            await new JobWait(tracker, request, _console).RunAsync(onChange: null, cancellationToken);
            return;
        }

        // A display that is drawn again would write over what is printed meanwhile, so it shows the lines itself.
        var lines = new List<string>();
        var failures = new HeldDiagnostics();
        try
        {
            await AnsiConsole.Live(Text.Empty).StartAsync(async live =>
            {
                var jobs = await new JobWait(tracker, request, _console with { Show = lines.Add, Diagnostics = failures })
                    .RunAsync(jobs => live.UpdateTarget(StatusView.Create(jobs, tracker.Now, lines)), cancellationToken);
                live.UpdateTarget(StatusView.Create(jobs, tracker.Now, lines));
            });
        }
        finally
        {
            failures.PassTo(diagnostics);
        }
    }

    private async Task<int> ResubmitAsync(Tracker tracker, CancellationToken cancellationToken)
    {
        var (_, projects) = await new ResubmissionSelection(tracker, request, _console).RunAsync(cancellationToken);
        if (projects.Count == 0)
        {
            return ExitCodes.Succeeded;
        }

        foreach (var other in projects.Where(project => project.ProjectFile != request.ProjectFile))
        {
            diagnostics.Report(Diagnostic.Create(
                TrackingDiagnostics.OtherProject,
                SourceLocation.None,
                JobText.Count(other.Jobs.Count),
                request.Group,
                other.ProjectFile,
                Build(other)));
        }

        foreach (var remote in projects.Where(project => project.IsRemote && project.ProjectFile == request.ProjectFile))
        {
            diagnostics.Report(Diagnostic.Create(
                TrackingDiagnostics.RemoteResubmission, SourceLocation.None, JobText.Count(remote.Jobs.Count), request.Group, Build(remote)));
        }

        if (projects.FirstOrDefault(project => project.ProjectFile == request.ProjectFile && !project.IsRemote) is not { } own)
        {
            return ExitCodes.Failed;
        }

        var (_, plan) = await Resubmission.WriteAsync(request.PlanFile, request.Group, own.Jobs, cancellationToken);
        return await SweepVerb.RunAsync(plan, diagnostics, cancellationToken);

        string Build(ResubmittedProject project) => CommandLine.Format(
            ["dotnet", "build", project.ProjectFile, "-t:CalibanResubmit", $"-p:CalibanXGroup={request.Group}", "-p:CalibanYes=true"]);
    }
}
