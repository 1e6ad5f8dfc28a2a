using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Jobs;
using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Jobs;

public sealed class PlanFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File => Path.Combine(_folder.Path, "obj", "caliban", "plan.json");

    [Fact]
    public async Task A_plan_is_read_as_it_was_written()
    {
        var plan = Plans.Create(3, _folder.Path) with
        {
            Group = "gruppe 1",
            Engine = EngineChoice.Process,
            Image = new ImageDeclaration(new ProjectProgram(ProgramKind.ShellScript, "a b/run.sh", "a b"))
            {
                Environment = new EnvironmentDeclaration
                {
                    BaseImage = "base:1",
                    Python = "python3",
                    AptPackages = ["git"],
                    RequirementFiles = ["requirements.txt"],
                    PythonProject = new PythonProject(["setup.py"], ["gpu"]),
                    PythonPackages = ["numpy>=2"],
                    BuildArguments = [new BuildArgument("A", "b c")],
                    BuildSecrets = [new BuildSecret("token", null, "TOKEN", "/etc/token", null)],
                },
                UseGpu = true,
                ExtraDirectories = ["data"],
            },
            DockerRunArguments = ["-v", "a b:/c"],
            LocalPython = "/opt/python",
            MaxParallel = 4,
            KeepGoing = false,
            JobTimeout = TimeSpan.FromSeconds(90.5),
            ScriptArguments = ["--x", ""],
            Jobs = [new PlannedJob(1, "größe=\"1\"", ["--größe", "\"<&>'\"", "", "𝄞\n"])],
        };

        await PlanFile.WriteAsync(File, plan, CancellationToken.None);
        var read = await PlanFile.ReadAsync(File, CancellationToken.None);

        Assert.Equivalent(plan, read, strict: true);
    }

    [Fact]
    public async Task The_same_plan_is_the_same_file()
    {
        await PlanFile.WriteAsync(File, Plans.Create(3), CancellationToken.None);
        var first = await System.IO.File.ReadAllBytesAsync(File);
        await PlanFile.WriteAsync(File, Plans.Create(3), CancellationToken.None);

        Assert.Equal(first, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task A_shorter_plan_leaves_nothing_of_a_longer_one()
    {
        await PlanFile.WriteAsync(File, Plans.Create(2000), CancellationToken.None);
        await PlanFile.WriteAsync(File, Plans.Create(1), CancellationToken.None);

        Assert.Single((await PlanFile.ReadAsync(File, CancellationToken.None)).Jobs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"schema\": 1}")]
    [InlineData("{\"schema\": \"x\"}")]
    public async Task What_is_no_plan_is_named(string text)
    {
        _folder.Write("obj/caliban/plan.json", text);

        await AssertUnreadableAsync();
    }

    [Theory]
    [InlineData("\"schema\": 3", "\"schema\": 2", "it has schema 2, this version reads 3")]
    [InlineData("\"engine\": \"Auto\"", "\"engine\": \"Podman\"", "")]
    [InlineData("\"project\": \"mnist\"", "\"project\": null", "")]
    [InlineData("\"maxParallel\": 1", "\"maxParallel\": \"many\"", "")]
    public async Task A_plan_of_another_version_or_with_damage_is_named(string text, string replacement, string reason)
    {
        await PlanFile.WriteAsync(File, Plans.Create(1), CancellationToken.None);
        var plan = await System.IO.File.ReadAllTextAsync(File);
        Assert.Contains(text, plan);
        await System.IO.File.WriteAllTextAsync(File, plan.Replace(text, replacement));

        Assert.Contains(reason, await AssertUnreadableAsync());
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_named() => await AssertUnreadableAsync();

    [Fact]
    public async Task A_folder_in_place_of_a_plan_is_named()
    {
        Directory.CreateDirectory(File);

        await AssertUnreadableAsync();
    }

    private async Task<string> AssertUnreadableAsync()
    {
        var exception = await Assert.ThrowsAsync<DiagnosticException>(() => PlanFile.ReadAsync(File, CancellationToken.None));
        var mistake = Assert.Single(exception.Diagnostics);
        Assert.Same(LocalRunDiagnostics.PlanUnreadable, mistake.Descriptor);
        Assert.Equal(new SourceLocation(File), mistake.Location);
        return mistake.Message;
    }
}
