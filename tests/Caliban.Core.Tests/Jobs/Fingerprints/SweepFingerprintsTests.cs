using Caliban.Core.History;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Jobs.Fingerprints;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Jobs.Fingerprints;

/// <summary>What decides the result of an experiment, and what does not.</summary>
public sealed class SweepFingerprintsTests
{
    private static readonly SweepPlan Plan = Plans.Create(2) with { Environment = [new JobVariable("SEED", "1"), new JobVariable("TOKEN", null)] };

    public static TheoryData<string, Func<SweepPlan, SweepPlan>> Changes => new()
    {
        { "an argument", plan => WithArguments(plan, "--rate", "2") },
        { "the order of arguments", plan => WithArguments(plan, "1", "--rate") },
        { "where one argument ends", plan => WithArguments(plan, "--rate1", "") },
        { "the program", plan => plan with { Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.other", "trainer")) } },
        { "a variable", plan => plan with { Environment = [new JobVariable("SEED", "2"), new JobVariable("TOKEN", null)] } },
        { "one variable more", plan => plan with { Environment = [.. plan.Environment, new JobVariable("X", "")] } },
        { "arguments of docker run", plan => plan with { DockerRunArguments = ["-v", "/data:/data"] } },
        { "a GPU", plan => plan with { Image = plan.Image with { UseGpu = true } } },
        { "the number of GPUs", plan => plan with { Image = plan.Image with { UseGpu = true }, Jobs = [plan.Jobs[0] with { Gpus = 2 }] } },
        { "the kind of GPU", plan => plan with { Image = plan.Image with { UseGpu = true }, GpuSpecs = ["2xV100"] } },
        { "the image that is named", plan => plan with { ImageTag = "team/image:1" } },
    };

    public static TheoryData<string, Func<SweepPlan, SweepPlan>> Irrelevances => new()
    {
        { "the name of the project", plan => plan with { Project = "renamed" } },
        { "the folder", plan => plan with { ProjectFolder = "/elsewhere", ProjectFile = "/elsewhere/x.csproj", OutputFolder = "/elsewhere/obj" } },
        { "the group", plan => plan with { Group = "other" } },
        { "how many run at once", plan => plan with { MaxParallel = 8 } },
        { "limits", plan => plan with { CpusPerJob = 2, MemoryPerJob = 1 << 30, JobTimeout = TimeSpan.FromHours(1) } },
        { "retries", plan => plan with { Retries = 3, KeepGoing = false } },
        { "the place in the sweep", plan => plan with { Jobs = [plan.Jobs[0] with { Index = 7, Label = "other=1" }] } },
        { "where the history is", plan => plan with { HistoryLocation = "/x.db" } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void It_differs_when_this_does(string what, Func<SweepPlan, SweepPlan> change) =>
        Assert.True(Of(Plan).Fingerprint.Hash != Of(change(Plan)).Fingerprint.Hash, what);

    [Theory]
    [MemberData(nameof(Irrelevances))]
    public void It_is_the_same_whatever_this_is(string what, Func<SweepPlan, SweepPlan> change) =>
        Assert.True(Of(Plan).Fingerprint.Hash == Of(change(Plan)).Fingerprint.Hash, what);

    [Fact]
    public void It_differs_with_the_image_and_the_schema()
    {
        var hashes = new[]
        {
            new SweepFingerprints(Plan, "a", usesDocker: true).Of(Plan.Jobs[0]).Fingerprint.Hash,
            new SweepFingerprints(Plan, "b", usesDocker: true).Of(Plan.Jobs[0]).Fingerprint.Hash,
            new SweepFingerprints(Plan, "a", usesDocker: true, schema: 2).Of(Plan.Jobs[0]).Fingerprint.Hash,
        };

        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Fact]
    public void Arguments_of_docker_run_mean_nothing_to_processes()
    {
        var with = Plan with { DockerRunArguments = ["--shm-size=1g"] };

        Assert.Equal(
            new SweepFingerprints(Plan, "a", usesDocker: false).Of(Plan.Jobs[0]).Fingerprint,
            new SweepFingerprints(with, "a", usesDocker: false).Of(Plan.Jobs[0]).Fingerprint);
    }

    [Fact]
    public void No_value_of_a_variable_stands_in_it()
    {
        var fingerprint = Of(Plan with { Environment = [new JobVariable("A", "the value")], DockerRunArguments = ["-e", "B=another value"] }).Fingerprint;

        Assert.DoesNotContain("value", fingerprint.ToString(), StringComparison.Ordinal);
        Assert.Matches("^A=[0-9a-f]{12}; CalibanDockerRunArgs=[0-9a-f]{12}$", fingerprint.Environment);
    }

    [Fact]
    public void The_same_experiment_has_the_same_key_whatever_it_runs_in()
    {
        var other = Plan with { Environment = [], Image = Plan.Image with { UseGpu = true } };

        Assert.Equal(Of(Plan).Key, Of(other).Key);
        Assert.NotEqual(Of(Plan).Key, Of(WithArguments(Plan, "--rate", "2")).Key);
    }

    private static WantedExperiment Of(SweepPlan plan) => new SweepFingerprints(plan, "image", usesDocker: true).Of(plan.Jobs[0]);

    private static SweepPlan WithArguments(SweepPlan plan, params string[] arguments) =>
        plan with { Jobs = [plan.Jobs[0] with { Arguments = arguments }] };
}
