using Caliban.Testing;

namespace Caliban.Sdk.Tests;

/// <summary>The Dockerfile, and a dry run that writes none.</summary>
public sealed class DryRunTests
{
    [Fact]
    public void The_Dockerfile_is_written_and_returned()
    {
        using var project = Trial.Create();

        var report = InProcessBuild.Run(project.File, "CalibanDockerfile").ShouldSucceed();

        var item = Assert.Single(report.Items);
        Assert.Equal(Path.Combine(project.Folder, "obj", "caliban", "Dockerfile"), item["FullPath"]);
        Assert.Contains($"FROM {item["BaseImage"]} AS environment\n", File.ReadAllText(item["FullPath"]));
    }

    [Fact]
    public void A_Dockerfile_that_is_right_is_not_touched()
    {
        using var project = Trial.Create();
        var file = Assert.Single(InProcessBuild.Run(project.File, "CalibanDockerfile").ShouldSucceed().Items)["FullPath"];
        var written = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);

        InProcessBuild.Run(project.File, "CalibanDockerfile").ShouldSucceed();
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));

        InProcessBuild.Run(project.File, "CalibanDockerfile", ("BaseImage", "python:3.13")).ShouldSucceed();
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(file));
    }

    [Theory]
    [InlineData("Build")]
    [InlineData("CalibanRun")]
    [InlineData("CalibanDockerfile")]
    public void A_dry_run_writes_nothing(string target)
    {
        using var project = Trial.Create();
        var before = Trial.Snapshot(project.Folder);

        InProcessBuild.Run(project.File, target, ("CalibanDryRun", "true")).ShouldSucceed();

        Assert.Equal(before, Trial.Snapshot(project.Folder));
    }

    [Theory]
    [InlineData("auto", ", pushed with Docker first if it is not there")]
    [InlineData("docker", ", as Docker has it")]
    [InlineData("layer", "")]
    public void A_dry_run_shows_what_would_be_pushed_and_asks_nobody(string builder, string environment)
    {
        using var project = Trial.Create();
        var before = Trial.Snapshot(project.Folder);

        // Nothing listens there.
        var report = InProcessBuild.Run(
            project.File, "CalibanPush", ("CalibanDryRun", "true"), ("CalibanImageBuilder", builder), ("CalibanRepository", "127.0.0.1:1/team/x"), ("CalibanImageTags", "latest;v1")).ShouldSucceed();

        Assert.Matches("would push 127.0.0.1:1/team/x:[0-9a-f]{16}\n", report.Log);
        Assert.Contains("also named 127.0.0.1:1/team/x:v1", report.Log);
        Assert.Matches($"on 127.0.0.1:1/team/x:environment-[0-9a-f]{{16}}{environment}\n", report.Log);
        Assert.Empty(report.Items);
        Assert.Equal(before, Trial.Snapshot(project.Folder));
    }

    [Fact]
    public void A_dry_run_shows_what_would_be_sent_to_Vertex_AI_with_the_image_that_would_be_pushed()
    {
        using var project = Trial.Create();
        var before = Trial.Snapshot(project.Folder);

        var report = InProcessBuild.Run(
            project.File, "CalibanCloud", ("CalibanDryRun", "true"), ("CalibanRepository", "127.0.0.1:1/team/x"), ("CalibanProjectId", "my-project"), ("GpuSpec", "2xV100")).ShouldSucceed();

        Assert.Matches("\"imageUri\": \"127.0.0.1:1/team/x:[0-9a-f]{16}\"", report.Log);
        Assert.Contains("\"acceleratorType\": \"NVIDIA_TESLA_V100\"", report.Log);
        Assert.Contains("none of them submitted: this is a dry run.", report.Log);
        Assert.Equal(before, Trial.Snapshot(project.Folder));
    }

    [Theory]
    [InlineData("CalibanRepository", "Bad/Name", "CAL3051")]
    [InlineData("CalibanRepository", "registry.example.com/Bad", "CAL3050")]
    [InlineData("CalibanImageTags", "fine;not fine", "CAL1005")]
    [InlineData("CalibanImageBuilder", "kaniko", "CAL1005")]
    public void What_cannot_be_pushed_to_is_said_before_anything_is_done(string name, string value, string code)
    {
        using var project = Trial.Create("<PropertyGroup><CalibanRepository>registry.example.com/x</CalibanRepository></PropertyGroup>");

        var report = InProcessBuild.Run(project.File, "CalibanPush", ("CalibanDryRun", "true"), (name, value)).ShouldFail();

        Assert.True(report.Single(code).IsError);
    }

    [Fact]
    public void A_dry_run_shows_and_returns_every_job_with_its_command()
    {
        using var project = Trial.Create();

        var report = InProcessBuild.Run(project.File, "CalibanRun", ("CalibanDryRun", "true")).ShouldSucceed();

        Assert.Contains("run.sh --a 1", report.Log);
        Assert.Contains("run.sh --a 2", report.Log);
        Assert.DoesNotContain("ran:", report.Log);
        Assert.Equal(["Planned --a 1", "Planned --a 2"], report.Items.Select(item => $"{item["State"]} {item["Arguments"]}"));
    }

    [Fact]
    public void A_dry_run_finds_the_mistakes_that_a_build_finds()
    {
        using var project = Trial.Create("<ItemGroup><AptPackage Include=\"-y\" /></ItemGroup>");

        InProcessBuild.Run(project.File, "CalibanRun", ("CalibanDryRun", "true")).ShouldFail().Single("CAL1009");
    }

    [Fact]
    public async Task A_dry_dotnet_run_shows_the_jobs_and_leaves_nothing_behind()
    {
        using var project = Trial.Create();
        using var temporary = new TemporaryFolder();
        var before = Trial.Snapshot(project.Folder);
        var command = project.Dotnet("run", "-p:CalibanDryRun=true", "--", "--epochs", "2");
        command.Environment["TMPDIR"] = temporary.Path;

        var result = await command.ShouldSucceedAsync();

        result.ShouldShow("run.sh --epochs 2 --a 1").ShouldNotShow("ran:");
        Assert.Equal(before, Trial.Snapshot(project.Folder));
        Assert.Empty(Directory.EnumerateFiles(temporary.Path, "caliban*", SearchOption.AllDirectories));
    }
}
