using Caliban.Core.Diagnostics;
using Caliban.Core.Images;
using Caliban.Core.Local.Sessions;
using Caliban.Core.Projects;
using Caliban.Core.Tests.Jobs;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local.Sessions;

public sealed class SessionPlannerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _reported = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_is_read_as_it_was_written_and_written_only_when_it_differs()
    {
        _folder.Write("keys/key.json", "");
        var plan = Plan(Session with { CloudKey = "keys/key.json", ShellProgram = "zsh", Bare = "true", NotebookPort = "9000", DockerRunArgs = "-v '/a b:/c'" });
        var file = Path.Combine(_folder.Path, "obj", "session.json");
        await SessionPlanFile.WriteAsync(file, plan, CancellationToken.None);
        var time = File.GetLastWriteTimeUtc(file);
        await SessionPlanFile.WriteAsync(file, plan, CancellationToken.None);

        var read = await SessionPlanFile.ReadAsync(file, CancellationToken.None);

        Assert.Equal(time, File.GetLastWriteTimeUtc(file));
        Assert.Equivalent(plan, read, strict: true);
        Assert.Equal(Path.Combine(_folder.Path, "keys", "key.json"), read.CloudKey);
        Assert.Equal(["-v", "/a b:/c"], read.DockerRunArguments);
    }

    [Fact]
    public async Task A_plan_that_is_not_there_is_told()
    {
        var mistake = Assert.Single((await Assert.ThrowsAsync<DiagnosticException>(
            () => SessionPlanFile.ReadAsync(Path.Combine(_folder.Path, "none.json"), CancellationToken.None))).Diagnostics);

        Assert.Same(LocalRunDiagnostics.PlanUnreadable, mistake.Descriptor);
    }

    [Theory]
    [InlineData("CalibanCommand", "dance", "Use 'run', 'shell', 'notebook', 'status', 'stop', 'resubmit', 'logs', 'wait' or 'forget'.")]
    [InlineData("CalibanShellProgram", "fish", "Use 'auto', 'bash', 'zsh', 'sh'.")]
    [InlineData("CalibanNotebookPort", "http", "Use a whole number from 1.")]
    [InlineData("CalibanNotebookPort", "65536", "Use a port from 1 to 65535.")]
    [InlineData("CalibanNotebookHost", "example.com", "Use an address of this machine,")]
    [InlineData("CalibanNotebookHost", "1", "Use an address of this machine,")]
    [InlineData("CalibanJupyterVersion", "7; rm -r", "Use a version such as '7.2.2'.")]
    [InlineData("CalibanImageTag", "--privileged", "Use an image such as")]
    public void A_mistake_is_told_at_its_line(string property, string value, string advice)
    {
        _folder.Write("p.csproj", $"<Project>\n<PropertyGroup>\n<{property}>{value}</{property}>\n</PropertyGroup>\n</Project>");

        var mistake = Mistake(property switch
        {
            "CalibanCommand" => Session with { Command = value },
            "CalibanShellProgram" => Session with { ShellProgram = value },
            "CalibanNotebookPort" => Session with { NotebookPort = value },
            "CalibanNotebookHost" => Session with { NotebookHost = value },
            "CalibanJupyterVersion" => Session with { JupyterVersion = value },
            _ => Session with { ImageTag = value },
        });

        Assert.Same(ProjectDiagnostics.PropertyInvalid, mistake.Descriptor);
        Assert.Equal(3, mistake.Location.Line);
        Assert.Contains($"{property} is '{value}', which is not allowed. {advice}", mistake.Message);
    }

    [Fact]
    public void A_key_that_does_not_exist_is_told_at_its_line()
    {
        _folder.Write("p.csproj", "<Project>\n<PropertyGroup>\n<CalibanCloudKey>none.json</CalibanCloudKey>\n</PropertyGroup>\n</Project>");

        var mistake = Mistake(Session with { CloudKey = "none.json" });

        Assert.Same(SessionDiagnostics.CloudKeyMissing, mistake.Descriptor);
        Assert.Equal(3, mistake.Location.Line);
    }

    [Theory]
    [InlineData("notebook", "0.0.0.0", 1)]
    [InlineData("notebook", "localhost", 0)]
    [InlineData("notebook", "127.0.0.2", 0)]
    [InlineData("notebook", "[::1]", 0)]
    [InlineData("notebook", "", 0)]
    [InlineData("shell", "0.0.0.0", 0)]
    public void Only_a_notebook_that_others_can_reach_is_warned_of(string command, string host, int warnings)
    {
        Plan(Session with { Command = command, NotebookHost = host });

        Assert.Equal(warnings, _reported.Reported.Count(diagnostic => diagnostic.Descriptor == SessionDiagnostics.HostNotLoopback));
        Assert.Equal(warnings, _reported.Reported.Count);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("train.py", false)]
    public void A_session_needs_no_module_but_a_wrong_one_is_a_mistake(string module, bool succeeds)
    {
        var image = new DeclaredImage { ProjectFile = Session.ProjectFile, ProjectFolder = _folder.Path, NeedsModule = false, Module = module };

        var exception = Record.Exception(() => image.Resolve(new ProjectProperties(Session.ProjectFile)));

        Assert.Equal(succeeds, exception is null);
        Assert.Throws<DiagnosticException>(() => (image with { NeedsModule = true }).Resolve(new ProjectProperties(Session.ProjectFile)));
    }

    private DeclaredSession Session => new()
    {
        Project = "p",
        ProjectFile = Path.Combine(_folder.Path, "p.csproj"),
        ProjectFolder = _folder.Path,
        OutputFolder = Path.Combine(_folder.Path, "obj", "caliban"),
        Image = new ImageDeclaration(ProjectProgram.None),
        Command = "shell",
    };

    private SessionPlan Plan(DeclaredSession session) => SessionPlanner.Plan(session, _reported);

    private Diagnostic Mistake(DeclaredSession session) =>
        Assert.Single(Assert.Throws<DiagnosticException>(() => Plan(session)).Diagnostics);
}
