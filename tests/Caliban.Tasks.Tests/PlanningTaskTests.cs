using Caliban.Testing;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Caliban.Tasks.Tests;

/// <summary>The tasks that plan and expand, without a build around them.</summary>
public sealed class PlanningTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeBuildEngine _engine = new();
    private readonly string _project;

    public PlanningTaskTests()
    {
        _folder.Write("train.py", "");
        _folder.Write("experiment.json", "{\"rate\": [0.1, 0.01], \"name\": \"it's; 100%\"}");
        _project = _folder.Write("mnist.csproj", "<Project />");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_expansion_is_one_item_for_each_experiment_and_a_text()
    {
        var task = new ExpandExperiments
        {
            BuildEngine = _engine,
            ProjectFile = _project,
            ExperimentConfigs = [new TaskItem("experiment.json")],
            Format = "flags",
            File = Path.Combine(_folder.Path, "out", "flags.txt"),
        };

        Assert.True(task.Execute());

        Assert.Equal(["1", "2"], task.Experiments.Select(item => item.ItemSpec));
        Assert.Equal(@"--rate 0.1 --name 'it'\''s; 100%'", task.Experiments[0].GetMetadata("Flags"));
        Assert.Equal(Path.Combine(_folder.Path, "experiment.json"), task.Experiments[1].GetMetadata("SourceFile"));
        Assert.Equal("1", task.Experiments[1].GetMetadata("SourceLine"));
        Assert.Equal("--rate 0.1 --name it's; 100%\n--rate 0.01 --name it's; 100%", task.Text);
        Assert.Equal($"{task.Text}\n", File.ReadAllText(task.File));
    }

    [Fact]
    public void An_unknown_format_names_those_there_are()
    {
        Assert.False(new ExpandExperiments { BuildEngine = _engine, ProjectFile = _project, Format = "yaml" }.Execute());

        Assert.Contains("Use 'json', 'indented', 'flags'.", Assert.Single(_engine.Errors).Message);
    }

    [Theory]
    [InlineData("", "", "from-file", "key.json")]
    [InlineData("from-project", "/a/key.json", "from-project", "/a/key.json")]
    public void The_cloud_of_the_configuration_file_counts_where_the_project_names_none(string project, string key, string expectedProject, string expectedKey)
    {
        _folder.Write(".calibanconfig.json", """{"gcloud": {"project_id": "from-file", "cloud_key": "key.json"}}""");
        var task = new DeclareImage { BuildEngine = _engine, ProjectFile = _project, Module = "train.py", ProjectId = project, CloudKey = key };

        Assert.True(task.Execute());

        Assert.Equal((expectedProject, Path.Combine(_folder.Path, expectedKey)), (task.ProjectId, task.CloudKey));
    }

    [Fact]
    public void An_unknown_engine_builds_no_image()
    {
        var task = new BuildImage
        {
            BuildEngine = _engine,
            ProjectFile = _project,
            ProjectName = "trial",
            OutputFolder = Path.Combine(_folder.Path, "obj"),
            Declaration = Declare().Declaration,
            Engine = "podman",
        };

        Assert.False(task.Execute());

        Assert.Contains("CalibanEngine is 'podman'", _engine.Errors[0].Message);
    }

    [Fact]
    public void A_plan_is_written_and_nothing_is_shown()
    {
        var task = Plan();

        Assert.True(task.Execute());

        Assert.True(File.Exists(task.PlanFile));
        Assert.Empty(task.Jobs);
        Assert.Empty(_engine.Messages);
    }

    [Fact]
    public void A_dry_run_shows_each_job_with_its_command()
    {
        var task = Plan();
        task.DryRun = "true";

        Assert.True(task.Execute());

        Assert.Equal(["Planned", "Planned"], task.Jobs.Select(job => job.GetMetadata("State")));
        Assert.Equal("rate=0.01", task.Jobs[1].GetMetadata("Label"));
        Assert.Equal(@"--rate 0.01 --name 'it'\''s; 100%'", task.Jobs[1].GetMetadata("Arguments"));
        Assert.All(_engine.Messages, message => Assert.Equal(MessageImportance.High, message.Importance));
        Assert.Contains("docker run ", _engine.Messages[0].Message);
        Assert.EndsWith(@"--rate 0.1 --name 'it'\''s; 100%'", _engine.Messages[0].Message);
        Assert.StartsWith("2 jobs, none of them run", _engine.Messages[^1].Message);
    }

    [Fact]
    public void Mistakes_of_a_plan_point_at_the_project_and_write_nothing()
    {
        var task = Plan();
        (task.Engine, task.MaxParallel) = ("podman", "0");

        Assert.False(task.Execute());

        Assert.Equal(["CAL1005", "CAL1005"], _engine.Errors.Select(error => error.Code));
        Assert.All(_engine.Errors, error => Assert.Equal(_project, error.File));
        Assert.False(File.Exists(task.PlanFile));
    }

    [Theory]
    [InlineData("", true, "true")]
    [InlineData("", false, "false")]
    [InlineData("false", true, "false")]
    [InlineData("true", false, "true")]
    public void A_GPU_is_used_when_one_is_declared_unless_the_property_says_otherwise(string useGpu, bool declared, string expected)
    {
        var task = Declare(useGpu: useGpu, gpuSpecs: declared ? [new TaskItem("1xT4")] : []);

        Assert.Contains($"\"useGpu\":{expected}", task.Declaration);
    }

    [Fact]
    public void A_Dockerfile_that_is_up_to_date_is_not_written_again()
    {
        var task = new WriteDockerfile { BuildEngine = _engine, ProjectFile = _project, Declaration = Declare().Declaration, OutputFolder = Path.Combine(_folder.Path, "obj") };
        Assert.True(task.Execute());
        var file = task.Dockerfile!.ItemSpec;
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        Assert.True(task.Execute());
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));

        task.Declaration = Declare(baseImage: "debian").Declaration;
        Assert.True(task.Execute());
        Assert.NotEqual(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file));
        Assert.Equal("debian", task.Dockerfile.GetMetadata("BaseImage"));
    }

    [Fact]
    public void A_plan_that_is_not_there_is_a_diagnostic()
    {
        Assert.False(new RunPlan { BuildEngine = _engine, ProjectFile = _project, PlanFile = Path.Combine(_folder.Path, "plan.json") }.Execute());

        Assert.Equal("CAL4013", Assert.Single(_engine.Errors).Code);
    }

    private DeclareImage Declare(string useGpu = "", ITaskItem[]? gpuSpecs = null, string? baseImage = null)
    {
        var task = new DeclareImage
        {
            BuildEngine = _engine,
            ProjectFile = _project,
            Module = "train.py",
            UseGpu = useGpu,
            GpuSpecs = gpuSpecs ?? [],
            BaseImages = baseImage is null ? [] : [new TaskItem(baseImage)],
        };
        Assert.True(task.Execute());
        return task;
    }

    private PlanSweep Plan() => new()
    {
        BuildEngine = _engine,
        ProjectFile = _project,
        ProjectName = "mnist",
        Declaration = Declare().Declaration,
        OutputFolder = Path.Combine(_folder.Path, "obj", "caliban"),
        PlanFile = Path.Combine(_folder.Path, "obj", "caliban", "plan.json"),
        ExperimentConfigs = [new TaskItem("experiment.json")],
    };
}
