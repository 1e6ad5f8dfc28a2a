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
    public void Hardware_retries_and_history_become_values_of_the_plan()
    {
        var plan = Plan(Declared with
        {
            MaxParallel = "Auto",
            JobsPerGpu = "2",
            CpusPerJob = "1.5",
            MemoryPerJob = "512m",
            Retries = "3",
            RetryExitCodes = "137; 75",
            RetryDelay = "1m",
            SkipCompleted = "true",
            HistoryLocation = " none ",
            GpuSpecs = ["2xV100"],
        });

        Assert.Equal((0, 2, 1.5, 512L << 20), (plan.MaxParallel, plan.JobsPerGpu, plan.CpusPerJob, plan.MemoryPerJob));
        Assert.Equal((3, TimeSpan.FromMinutes(1), true, "none"), (plan.Retries, plan.RetryDelay, plan.SkipCompleted, plan.HistoryLocation));
        Assert.Equal([137, 75], plan.RetryExitCodes);
        Assert.Equal(["2xV100"], plan.GpuSpecs);
    }

    [Fact]
    public void A_number_of_GPUs_is_that_of_every_job()
    {
        var plan = Plan(OnGpus with { GpusPerJob = "2", ExperimentConfigs = [Config("{\"rate\": [1, 2]}")] });

        Assert.Equal([2, 2], plan.Jobs.Select(job => job.Gpus));
    }

    [Fact]
    public void A_parameter_can_say_how_many_GPUs_a_job_needs()
    {
        var plan = Plan(OnGpus with { GpusPerJob = "workers", ExperimentConfigs = [Config("{\"workers\": [1, 4]}")] });

        Assert.Equal([1, 4], plan.Jobs.Select(job => job.Gpus));
    }

    [Theory]
    [InlineData("{\"rate\": 1}", "a parameter of every experiment, and experiment 1 has none of that name")]
    [InlineData("{\"workers\": 0.5}", "a parameter that is one, and in experiment 1 it is '0.5'")]
    [InlineData("{\"workers\": \"two\"}", "a parameter that is one, and in experiment 1 it is 'two'")]
    [InlineData("{\"workers\": -1}", "a parameter that is one, and in experiment 1 it is '-1'")]
    public void A_number_of_GPUs_that_is_none_is_a_mistake(string config, string expected) => Assert.Contains(
        expected,
        Mistake(OnGpus with { GpusPerJob = "workers", ExperimentConfigs = [Config(config)] }));

    [Fact]
    public void Without_a_GPU_nothing_is_said_of_their_number() =>
        Assert.Null(Plan(Declared with { GpusPerJob = "workers" }).Jobs[0].Gpus);

    [Fact]
    public void Variables_of_jobs_are_ordered_and_the_last_of_a_name_wins()
    {
        var plan = Plan(Declared with { JobEnvironment = [Variable("B", "1"), Variable("A", ""), Variable("B", "2")] });

        Assert.Equal([new JobVariable("A", null), new JobVariable("B", "2")], plan.Environment);
    }

    [Theory]
    [InlineData("1A", "x", "does not begin with a digit")]
    [InlineData("A B", "x", "letters, digits and underscores")]
    [InlineData("CUDA_VISIBLE_DEVICES", "0", "Caliban sets this variable itself")]
    [InlineData("A", "x\ny", "more than one line")]
    [InlineData("STORE", "postgresql://ada:secret@host/db", "its Value is an address with a password")]
    [InlineData("WANDB_API_KEY", "x", "leave out the Value to pass on the variable of the build")]
    public void A_variable_that_cannot_be_used_is_a_mistake(string name, string value, string expected) =>
        Assert.Contains(expected, Mistake(Declared with { JobEnvironment = [Variable(name, value)] }));

    [Fact]
    public void A_secret_is_passed_on_from_the_build() =>
        Assert.Equal([new JobVariable("WANDB_API_KEY", null)], Plan(Declared with { JobEnvironment = [Variable("WANDB_API_KEY", "")] }).Environment);

    [Fact]
    public void Texts_that_are_no_values_are_mistakes_all_together()
    {
        var exception = Assert.Throws<DiagnosticException>(() => Plan(Declared with
        {
            MaxParallel = "many",
            JobsPerGpu = "0",
            CpusPerJob = "-1",
            MemoryPerJob = "much",
            Retries = "-1",
            RetryExitCodes = "1,x",
            RetryDelay = "soon",
            SkipCompleted = "perhaps",
        }));

        Assert.Equal(
            ["CalibanMaxParallel", "CalibanJobsPerGpu", "CalibanCpusPerJob", "CalibanMemoryPerJob", "CalibanRetries", "CalibanRetryExitCodes", "CalibanRetryDelay", "CalibanSkipCompleted"],
            exception.Diagnostics.Select(mistake => mistake.Message.Split(' ')[0]));
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

    private DeclaredSweep OnGpus => Declared with { Image = Declared.Image with { UseGpu = true } };

    private DeclaredItem Variable(string name, string value) =>
        new("JobEnvironment", name, _project) { Metadata = new Dictionary<string, string> { ["Value"] = value } };

    private string Mistake(DeclaredSweep sweep) => Assert.Single(Assert.Throws<DiagnosticException>(() => Plan(sweep)).Diagnostics).Message;
}
