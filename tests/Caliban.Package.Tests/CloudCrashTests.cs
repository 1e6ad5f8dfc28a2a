using System.Globalization;
using Caliban.Emulator;
using Caliban.Emulator.Faults;
using Caliban.Emulator.Jobs;
using Caliban.Package.Tests.Support;
using Xunit.Abstractions;

namespace Caliban.Package.Tests;

/// <summary>
/// Submissions that are killed at random moments while answers are lost at random: afterwards every experiment has exactly one
/// job. A few kills here; <c>CALIBAN_CRASH_KILLS=200</c> makes it a campaign.
/// </summary>
public sealed class CloudCrashTests(ITestOutputHelper output)
{
    private const int Jobs = 100;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CALIBAN_CRASH_KILLS") ?? "4", CultureInfo.InvariantCulture);

#pragma warning disable CA5394 // repeatable, not secret
    [LinuxFact]
    public async Task Killed_submissions_with_lost_answers_make_every_job_exactly_once()
    {
        var random = new Random(20260102);
        var (kills, builds, sweeps, lost) = (0, 0, 0, 0);
        while (kills < Kills)
        {
            sweeps++;
            await using var trial = await CloudTrial.CreateAsync(Jobs, new EmulatorOptions
            {
                Seed = sweeps,
                Latency = TimeSpan.FromMilliseconds(300),
                Times = new JobTimes { Running = TimeSpan.FromHours(1) },
            });
            trial.Cloud.Faults.Add(new Fault(FaultKind.LoseAnswer) { Operation = CloudOperation.CreateJob, Probability = 0.05 });
            trial.Cloud.Faults.Add(new Fault(FaultKind.Unavailable) { Operation = CloudOperation.CreateJob, Probability = 0.02, Accepts = true });
            trial.Cloud.Faults.Add(new Fault(FaultKind.Delay) { Operation = CloudOperation.CreateJob, Probability = 0.2, Delay = TimeSpan.FromMilliseconds(300) });
            // A kill counts while there is something left to submit.
            while (kills < Kills && trial.Cloud.Jobs.Count < Jobs)
            {
                builds++;
                kills += await KillAsync(trial) ? 1 : 0;
            }

            builds++;
            (await trial.Submit("-p:CalibanCloudWait=false").RunAsync()).ShouldSucceed();
            trial.ShouldHaveEachOnce(Jobs);
            lost += trial.Cloud.Requests.Count(request => request.IsAnswerLost);
        }

        output.WriteLine($"{builds} builds, {kills} killed, {sweeps} sweeps of {Jobs} jobs, {lost} answers lost; every experiment has one job");

        async Task<bool> KillAsync(CloudTrial trial)
        {
            await using var build = new LiveCommand(trial.Submit("-p:CalibanCloudWait=false"));
            // Most moments lie where jobs are on their way; some anywhere before.
            var isEarly = random.Next(5) == 0;
            var sent = Sent();
            while (!isEarly && !build.HasExited && Sent() == sent)
            {
                await Task.Delay(2);
            }

            var end = DateTime.UtcNow + TimeSpan.FromSeconds((isEarly ? 3 : 0.8) * random.NextDouble());
            while (!build.HasExited && DateTime.UtcNow < end)
            {
                await Task.Delay(2);
            }

            var killed = !build.HasExited;
            if (killed)
            {
                await LiveCommand.SignalAsync("KILL", build.Id);
            }

            var result = await build.EndAsync();
            Assert.True(killed || result.ExitCode == 0, result.ToString());
            return killed;

            int Sent() => trial.Cloud.Requests.Of(CloudOperation.CreateJob).Count();
        }
    }
#pragma warning restore CA5394
}
