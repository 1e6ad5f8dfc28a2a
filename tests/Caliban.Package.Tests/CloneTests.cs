using Caliban.Package.Tests.Support;
using Caliban.Testing;

namespace Caliban.Package.Tests;

public sealed class CloneTests(CloneTests.Clone clone) : IClassFixture<CloneTests.Clone>
{
    [Fact]
    public async Task The_first_command_of_the_README_trains_three_models_in_a_fresh_clone()
    {
        const string FirstCommand = "dotnet build samples/quickstart -t:CalibanRun";
        Assert.Contains(FirstCommand, await File.ReadAllTextAsync(Path.Combine(clone.Path, "README.md")));

        var sweep = await clone.DotnetAsync(FirstCommand.Split(' ')[1..]);
        sweep.ShouldSucceed().ShouldSay(
            "Training with learning rate=0.1", "Training with learning rate=0.01", "Training with learning rate=0.001",
            "3 of 3 experiments succeeded");
        foreach (var rate in (string[])["0.1", "0.01", "0.001"])
        {
            Assert.Matches($@"(?m)^\s*[123]  learning_rate={rate}\s+succeeded\s+0\s+[0-9.]+ s$", sweep.Output);
        }
    }

    [Fact]
    public async Task The_second_sample_runs_a_shell_script_in_a_fresh_clone()
    {
        var sweep = await clone.DotnetAsync("build", "samples/text-pipeline", "-t:CalibanRun");

        sweep.ShouldSucceed().ShouldSay("Held-out perplexity:", "7 of 7 experiments succeeded");
    }

    /// <summary>What is committed, in a folder with a space.</summary>
    public sealed class Clone : IAsyncLifetime, IDisposable
    {
        private readonly TemporaryFolder _folder = new("a clone");

        public string Path => System.IO.Path.Combine(_folder.Path, "repository");

        public async Task InitializeAsync()
        {
            // The repository may belong to another user than the one who tests it.
            var trust = _folder.Write("gitconfig", "[safe]\n\tdirectory = *\n");
            var git = await new Command("git", "clone", "--quiet", new Uri(Repository.Root).AbsoluteUri, Path)
            {
                Environment = { ["GIT_CONFIG_GLOBAL"] = trust, ["GIT_DIR"] = null, ["GIT_WORK_TREE"] = null, ["GIT_INDEX_FILE"] = null },
            }.RunAsync();
            git.ShouldSucceed();
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _folder.Dispose();

        /// <summary>Runs as on a machine without an engine; no compiler server outlives the command.</summary>
        internal Task<CommandResult> DotnetAsync(params string[] arguments)
        {
            var command = Command.Dotnet(Path, arguments);
            command.Environment["CalibanEngine"] = "process";
            command.Environment["UseSharedCompilation"] = "false";
            command.Environment["CALIBAN_DB_URL"] = $"sqlite:///{_folder.Path}/history/caliban.db";
            // It compiles the tasks and the runner first.
            return command.RunAsync(TimeSpan.FromMinutes(15));
        }
    }
}
