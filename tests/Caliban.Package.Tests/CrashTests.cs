using System.Globalization;
using Caliban.Package.Tests.Support;
using Caliban.Testing;
using Xunit.Abstractions;

namespace Caliban.Package.Tests;

/// <summary>
/// Builds that are killed at random moments: afterwards every experiment has run to success exactly once. A few kills here;
/// <c>CALIBAN_CRASH_KILLS=200</c> makes it a campaign.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Jobs = 50;

    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("CALIBAN_CRASH_KILLS") ?? "4", CultureInfo.InvariantCulture);

    [LinuxFact]
    public Task Killed_builds_run_every_process_exactly_once() => RunCampaignAsync("process", TimeSpan.FromSeconds(2));

    [DockerFact]
    public Task Killed_builds_run_every_container_exactly_once() => RunCampaignAsync("docker", TimeSpan.FromSeconds(4));

    /// <summary>The docker command itself ends the build: before it has asked the engine, or after the container runs.</summary>
    [DockerFact]
    public async Task A_build_that_dies_between_journal_and_engine_or_between_engine_and_receipt_runs_every_container_once()
    {
        foreach (var client in DockerCli.Clients)
        {
            foreach (var moment in (string[])["before", "after"])
            {
                await using var trial = await CrashTrial.CreateAsync("docker", 3);
                using var killer = new KillingDocker(client, moment);

                await trial.DieAsync(killer.Apply);
                Assert.True(killer.HasKilled);
                await trial.FinishAsync();

                output.WriteLine($"{client}, killed {moment} the call: {trial.Figures}");
            }
        }
    }

#pragma warning disable CA5394 // repeatable, not secret
    private async Task RunCampaignAsync(string engine, TimeSpan longest)
    {
        var random = new Random(20260102);
        var figures = new CrashFigures();
        while (figures.Kills < Kills)
        {
            await using var trial = await CrashTrial.CreateAsync(engine, Jobs);
            while (figures.Kills + trial.Figures.Kills < Kills && await KillAsync(trial))
            {
            }

            await trial.FinishAsync();
            figures += trial.Figures;
        }

        output.WriteLine($"{engine}: {figures}");

        // Most moments lie among the first jobs, where something is written, asked or answered all the time; some anywhere before.
        Task<bool> KillAsync(CrashTrial trial) => random.Next(5) == 0
            ? trial.KillAsync("", TimeSpan.FromSeconds(random.NextDouble() * 2))
            : trial.KillAsync(" started: ", longest * random.NextDouble());
    }
#pragma warning restore CA5394
}
