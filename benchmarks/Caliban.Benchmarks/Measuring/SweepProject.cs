using System.Globalization;

namespace Caliban.Benchmarks.Measuring;

/// <summary>A project with many experiments, for the engine that needs nothing but this machine.</summary>
internal sealed class SweepProject
{
    public SweepProject(Workspace workspace, int experiments)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"sweep-{experiments}");
        var list = System.Security.SecurityElement.Escape(workspace.WriteList(experiments));
        workspace.Write($"{name}/train.py", "print('trained')\n");
        File = workspace.Write($"{name}/sweep.csproj", $"""
            <Project Sdk="Caliban.Sdk">
              <PropertyGroup>
                <CalibanModule>train.py</CalibanModule>
                <CalibanEngine>process</CalibanEngine>
              </PropertyGroup>
              <ItemGroup>
                <ExperimentConfig Include="{list}" />
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>The project file.</summary>
    public string File { get; }

    /// <summary>Written by <see cref="PlanAsync"/>.</summary>
    public string PlanFile => Path.Combine(Path.GetDirectoryName(File)!, "obj", "caliban", "plan.json");

    public async Task PlanAsync() => await new Build(File).RunAsync();
}
