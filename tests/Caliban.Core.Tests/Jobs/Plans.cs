using Caliban.Core.History;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Jobs;

/// <summary>Plans for tests.</summary>
internal static class Plans
{
    public static SweepPlan Create(int jobs, string folder = "/nowhere") => new()
    {
        Project = "mnist",
        ProjectFile = Path.Combine(folder, "mnist.csproj"),
        ProjectFolder = folder,
        OutputFolder = Path.Combine(folder, "obj", "caliban"),
        Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")),
        Jobs = [.. Enumerable.Range(1, jobs).Select(index => new PlannedJob(index, $"rate={index}", ["--rate", $"{index}"]))],
    };

    public static SweepRun Run(this SweepPlan plan) => new(plan, "20260102-030405-abcd", "ada-xgroup-1");

    public static JobResult Result(this PlannedJob job, JobState state, int? exitCode = null, double seconds = 1) =>
        new(job, state, exitCode, TimeSpan.FromSeconds(seconds), "");
}
