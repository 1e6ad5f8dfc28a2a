using Caliban.Core.Docker;
using Caliban.Core.History;
using Caliban.Core.Local;
using Caliban.Testing;

namespace Caliban.Core.Tests.Local;

/// <summary>Real containers with the labels of jobs, started by somebody who does not watch them.</summary>
internal sealed class TrialContainers : IAsyncDisposable
{
    private readonly string _prefix = $"caliban-trial-{Guid.NewGuid():N}"[..24];
    private readonly TemporaryFolder _folder = new();

    public DockerClient Client { get; } = DockerClient.Find(Environment.GetEnvironmentVariable("PATH"))!;

    public DockerBackend Backend => new(Client);

    public string Folder => _folder.Path;

    public string Name(int job) => $"{_prefix}-{job}";

    public RecordedJob Row(int job) => Rows.Create(Name(job), Path.Combine(_folder.Path, "obj", "caliban", "logs", "run", $"{job}.log"));

    /// <summary>Starts a container that runs a shell script.</summary>
    public Task StartAsync(int job, string script) => DockerAsync("run", "--detach", job, script);

    /// <summary>Makes one and does not start it.</summary>
    public Task CreateAsync(int job) => DockerAsync("create", "--init", job, "echo started");

    public async Task<string> AskAsync(params string[] arguments)
    {
        var result = await new Command(Client.Executable, arguments).RunAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    public Task WaitAsync(int job) => AskAsync("wait", Name(job));

    public async Task<bool> ExistsAsync(int job) => await new Container(Client, Name(job)).FindAsync(CancellationToken.None) is not null;

    public async ValueTask DisposeAsync()
    {
        var names = (await AskAsync("ps", "--all", "--quiet", "--filter", $"name={_prefix}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await Client.RemoveAsync(names, CancellationToken.None);
        _folder.Dispose();
    }

    private Task<string> DockerAsync(string verb, string option, int job, string script) => AskAsync(
        verb, option, "--name", Name(job), "--label", $"{DockerRunCommand.NameLabel}={Name(job)}", DockerFactAttribute.BaseImage, "sh", "-c", script);
}
