using System.Formats.Tar;
using Caliban.Core.Docker;
using Caliban.Core.Images.Context;
using Caliban.Testing;

#pragma warning disable CA5394 // the same patterns in every run

namespace Caliban.Core.Tests.Images.Context.Ignore;

/// <summary>
/// Against the engine itself: what a <c>COPY</c> of the whole folder brings into an image, in every builder of every client
/// here. Old clients do not enter a folder for an exception with wildcards, nor take an exception for a folder as the present
/// ones do; so exceptions name whole files, without an escape.
/// </summary>
public sealed class DockerIgnoreTests : IDisposable
{
    private const int Rounds = 4;

    private static readonly string[] Names = ["a", "b", "ab", "a.py", "x.txt", ".hid", "größe", "a b", "data", "[x]"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _tag = $"caliban-test-ignore:{Guid.NewGuid():N}";

    public void Dispose() => _folder.Dispose();

    [DockerFact]
    public async Task Every_builder_takes_the_same_files()
    {
        await AssertSameAsync(
            ["a.md", "README.md", "docs/x.md", "docs/deep/y.md", "docs/keep.md", "src/a.pyc", "src/b.py", "tmp/a", "tmpx", "temp1/z", "q/temp2", "[x]/y", "#c"],
            "# a comment\n\n*.md\n!README.md\n  /docs/ \n!docs/keep.md\n**/*.py[co]\ntmp/\ntem?1\n./q/../q/temp[0-9]\n\\[x\\]\n#c");
        var random = new Random(20260403);
        for (var round = 0; round < Rounds; round++)
        {
            List<string> paths = [.. Enumerable.Range(0, 14).Select(_ => string.Join('/', random.GetItems(Names, random.Next(1, 4)))).Distinct()];
            paths.RemoveAll(path => paths.Any(other => other.StartsWith($"{path}/", StringComparison.Ordinal)));
            var patterns = Enumerable.Range(0, random.Next(2, 6)).Select(_ => Pattern(random, paths))
                .Concat(random.GetItems(paths.ToArray(), 3).Where(path => !path.Contains('[', StringComparison.Ordinal)).Select(path => $"!{path}"));
            await AssertSameAsync(paths, string.Join('\n', patterns));
        }
    }

    private static string Escape(string name) => name.Replace("[", @"\[", StringComparison.Ordinal).Replace("]", @"\]", StringComparison.Ordinal);

    private static string Pattern(Random random, List<string> paths)
    {
        var parts = paths[random.Next(paths.Count)].Split('/');
        return string.Join('/', parts.Take(random.Next(1, parts.Length + 1)).Select(name => random.Next(8) switch
        {
            0 => "*",
            1 => "**",
            2 => $"*{Escape(name[^1..])}",
            3 => new string('?', name.Length),
            4 => $"[^b]{Escape(name[1..])}",
            _ => Escape(name),
        }));
    }

    private async Task AssertSameAsync(IEnumerable<string> paths, string ignoreFile)
    {
        using var folder = new TemporaryFolder();
        foreach (var path in paths)
        {
            folder.Write(path, path);
        }

        folder.Write(".dockerignore", ignoreFile);
        var dockerfile = _folder.Write("Dockerfile", "FROM scratch\nCOPY . /x/\nCMD [\"none\"]\n");
        var ours = BuildContext.Enumerate(folder.Path, ["."]).Select(entry => entry.Path).ToList();
        var builders = 0;
        foreach (var (client, buildKit) in await BuildersAsync())
        {
            var theirs = await BuildAsync(client, buildKit, dockerfile, folder.Path);
            Assert.True(ours.SequenceEqual(theirs), $"{client}, DOCKER_BUILDKIT={buildKit}:\n{ignoreFile}\nours: {string.Join(" | ", ours)}\ntheirs: {string.Join(" | ", theirs)}");
            builders++;
        }

        Assert.NotEqual(0, builders);
    }

    /// <summary>The clients on the PATH, each with what it sets to use a builder that it has.</summary>
    private static async Task<List<(string Client, string BuildKit)>> BuildersAsync()
    {
        var builders = new List<(string, string)>();
        foreach (var client in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, "docker"))).Where(File.Exists).Where(file => !file.StartsWith("/bin/", StringComparison.Ordinal)).Distinct())
        {
            var (engine, _) = await DockerEngine.ProbeAsync(Path.GetDirectoryName(client), DockerEngine.ProbeTime, CancellationToken.None);
            builders.Add((client, "0"));
            if (engine is not null && (await DockerBuilder.FindAsync(engine, "1", CancellationToken.None)).IsBuildKit)
            {
                builders.Add((client, "1"));
            }
        }

        return builders;
    }

    private async Task<List<string>> BuildAsync(string client, string buildKit, string dockerfile, string folder)
    {
        var environment = new Dictionary<string, string?> { ["DOCKER_BUILDKIT"] = buildKit };
        await RunAsync(new Command(client, "build", "--quiet", "--tag", _tag, "--file", dockerfile, folder) { Environment = environment });
        var container = "";
        try
        {
            container = (await RunAsync(new Command(client, "create", _tag))).Output.Trim();
            var archive = Path.Combine(_folder.Path, "files.tar");
            await RunAsync(new Command(client, "export", "--output", archive, container));
            await using var stream = File.OpenRead(archive);
            await using var tar = new TarReader(stream);
            var paths = new List<string>();
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                if (entry.EntryType != TarEntryType.Directory && entry.Name.StartsWith("x/", StringComparison.Ordinal))
                {
                    paths.Add(entry.Name[2..]);
                }
            }

            return [.. paths.Order(StringComparer.Ordinal)];
        }
        finally
        {
            await new Command(client, "rm", "--force", container).RunAsync();
            await new Command(client, "image", "rm", "--force", _tag).RunAsync();
        }
    }

    private static async Task<CommandResult> RunAsync(Command command)
    {
        var result = await command.RunAsync();
        Assert.True(result.ExitCode == 0, $"{command.Program} {string.Join(' ', command.Arguments)}: {result}");
        return result;
    }
}
