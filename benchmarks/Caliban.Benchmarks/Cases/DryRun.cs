using Caliban.Benchmarks.Measuring;
using Caliban.Benchmarks.Reporting;

namespace Caliban.Benchmarks.Cases;

/// <summary>The whole command that shows every job of a sweep, from its start to its last line.</summary>
internal sealed class DryRun(Workspace workspace)
{
    public async Task<IReadOnlyList<Row>> MeasureAsync(int jobs, int runs)
    {
        var build = new Build(Project(jobs), "-t:CalibanRun", "-p:CalibanDryRun=true");
        var times = new List<double>();
        await build.RunAsync();
        for (var run = 0; run < runs; run++)
        {
            var (seconds, output) = await build.RunAsync();
            var shown = output.Split('\n').Count(line => line.TrimStart().StartsWith("job ", StringComparison.Ordinal));
            times.Add(shown == jobs ? seconds : throw new InvalidOperationException($"{shown} jobs were shown instead of {jobs}"));
        }

        return
        [
            new Row($"dotnet build -t:CalibanRun, dry, {jobs:N0} jobs", new Samples(times))
            {
                Goal = new Goal(Seconds: jobs > 10_000 ? 8 : 2),
                Documented = jobs > 10_000 ? "82 s, 2.3 GB" : "8.7 s, 316 MB",
            },
        ];
    }

    private string Project(int jobs)
    {
        var axes = (int)Math.Round(Math.Log10(jobs));
        var experiments = System.Security.SecurityElement.Escape(workspace.WriteCompactConfiguration(axes));
        workspace.Write($"dry-{jobs}/train.py", "print('trained')\n");
        return workspace.Write($"dry-{jobs}/dry.csproj", $"""
            <Project Sdk="Caliban.Sdk">
              <PropertyGroup>
                <CalibanModule>train.py</CalibanModule>
              </PropertyGroup>
              <ItemGroup>
                <ExperimentConfig Include="{experiments}" />
              </ItemGroup>
            </Project>
            """);
    }
}
