using Caliban.Core.Diagnostics;
using Caliban.Core.Experiments;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs;

public sealed class SweepPlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _reported = new();
    private readonly string _project;

    public SweepPlannerTests()
    {
        _folder.Write("trainer/train.py", "");
        _project = _folder.Write("mnist.csproj", "<Project />");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sweep_without_experiments_is_one_job()
    {
        var plan = Plan(Declared);

        var job = Assert.Single(plan.Jobs);
        Assert.Equal("1", job.Title);
        Assert.Empty(job.Arguments);
        Assert.Equal((EngineChoice.Auto, 1, true, null), (plan.Engine, plan.MaxParallel, plan.KeepGoing, plan.JobTimeout));
    }

    [Fact]
    public void Script_arguments_come_first_then_the_flags_of_each_experiment()
    {
        var plan = Plan(Declared with
        {
            ExperimentConfigs = [Config("{\"rate\": [0.1, 0.01], \"on\": true}")],
            ExperimentParameters = [new ParameterAxis("seed", ["1", "2"], new SourceLocation(_project))],
            ScriptArguments = ["--item", "a b"],
            ScriptArgs = "--name 'x y'",
        });

        Assert.Equal(["--item", "a b", "--name", "x y"], plan.ScriptArguments);
        Assert.Equal(
            ["1 rate=0.1 seed=1", "2 rate=0.1 seed=2", "3 rate=0.01 seed=1", "4 rate=0.01 seed=2"], plan.Jobs.Select(job => job.Title));
        Assert.Equal(["--item", "a b", "--name", "x y", "--rate", "0.1", "--on", "--seed", "1"], plan.Jobs[0].Arguments);
    }

    [Fact]
    public void Properties_become_values_of_the_plan()
    {
        var plan = Plan(Declared with
        {
            Group = "g",
            Engine = "Docker",
            MaxParallel = "4",
            KeepGoing = "false",
            JobTimeout = "1.5h",
            DockerRunArgs = "-v '/a b:/c' --shm-size 1g",
            LocalPython = "/opt/python",
            Image = Declared.Image with { UseGpu = true },
        });

        Assert.Equal(("g", EngineChoice.Docker, 4, false, true), (plan.Group, plan.Engine, plan.MaxParallel, plan.KeepGoing, plan.UseGpu));
        Assert.Equal((TimeSpan.FromMinutes(90), "/opt/python"), (plan.JobTimeout, plan.LocalPython));
        Assert.Equal(["-v", "/a b:/c", "--shm-size", "1g"], plan.DockerRunArguments);
    }

    [Fact]
    public void Mistakes_of_properties_and_experiments_are_reported_together()
    {
        var exception = Assert.Throws<DiagnosticException>(() => Plan(Declared with
        {
            Engine = "podman",
            MaxParallel = "0",
            KeepGoing = "maybe",
            JobTimeout = "soon",
            DockerRunArgs = "-v '",
            ScriptArgs = "\"",
            ExperimentConfigs = [Config("{\"a\": null}")],
        }));

        Assert.Equal(
            ["CAL1005", "CAL1005", "CAL1005", "CAL1005", "CAL1006", "CAL1006", "CAL2034"],
            exception.Diagnostics.Select(mistake => mistake.Descriptor.Code));
    }

    [Fact]
    public void Warnings_of_experiments_go_to_the_sink()
    {
        var plan = Plan(Declared with { ExperimentConfigs = [Config("[{\"a\": 1}, {\"b\": []}]")] });

        Assert.Single(plan.Jobs);
        Assert.Same(ExperimentDiagnostics.ListEmpty, Assert.Single(_reported.Reported).Descriptor);
    }

    private DeclaredSweep Declared => new()
    {
        Project = "mnist",
        ProjectFile = _project,
        ProjectFolder = _folder.Path,
        Image = new ImageDeclaration(new ProjectProgram(ProgramKind.PythonModule, "trainer.train", "trainer")),
        OutputFolder = Path.Combine(_folder.Path, "obj", "caliban"),
    };

    private ExperimentFile Config(string json) =>
        new("experiment.json", _folder.Write("experiment.json", json), new SourceLocation(_project));

    private SweepPlan Plan(DeclaredSweep sweep) => new SweepPlanner(() => null, _reported).Plan(sweep, CancellationToken.None);
}
