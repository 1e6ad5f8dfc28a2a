using System.Net.Sockets;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;
using Caliban.Testing;

namespace Caliban.Core.Tests.Images.Context;

public sealed class BuildContextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new("caliban it's");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_are_listed_once_and_sorted_by_path()
    {
        Write("trainer/train.py", "trainer/Zeta.py", "trainer/sub/a.py", "data/b.csv", "data/a.csv", "other/x.py", "requirements.txt");

        Assert.Equal(
            ["data/a.csv", "data/b.csv", "requirements.txt", "trainer/Zeta.py", "trainer/sub/a.py", "trainer/train.py"],
            Paths("trainer", "requirements.txt", "data", "trainer/sub"));
    }

    [Fact]
    public void What_tools_leave_at_the_root_is_skipped_there_only()
    {
        string[] skipped = ["bin", "obj", ".git", ".vs", ".idea", ".vscode", ".venv", "venv", "node_modules"];
        Write([.. skipped.Select(name => $"{name}/a"), .. skipped.Select(name => $"trainer/{name}/a"), ".env"]);

        Assert.Equal(skipped.Select(name => $"trainer/{name}/a").Order(StringComparer.Ordinal), Paths("."));
    }

    [Fact]
    public void Caches_are_skipped_everywhere()
    {
        Write("__pycache__/a.pyc", "trainer/__pycache__/a.pyc", "trainer/.ipynb_checkpoints/a", "data/.DS_Store", ".mypy_cache/x/y", "train.py");

        Assert.Equal(["train.py"], Paths("."));
    }

    [Fact]
    public void A_skipped_name_that_is_asked_for_is_taken()
    {
        Write("bin/tool.sh");

        Assert.Equal(["bin/tool.sh"], Paths("bin"));
    }

    [Fact]
    public void Hidden_files_and_hard_names_belong_to_it()
    {
        Write("trainer/.hidden", "trainer/a b.py", "trainer/größe.py", "trainer/$x[1].py");

        Assert.Equal(["trainer/$x[1].py", "trainer/.hidden", "trainer/a b.py", "trainer/größe.py"], Paths("trainer"));
    }

    [UnixFact]
    public void Links_are_kept_as_links_and_not_followed()
    {
        Write("trainer/train.py", "secret/key");
        Link("trainer/to-file", "train.py");
        Link("trainer/to-folder", "../secret");
        Link("trainer/loop", ".");
        Link("trainer/dangling", "nowhere");

        var entries = Enumerate("trainer");

        Assert.Equal(
            ["dangling>nowhere", "loop>.", "to-file>train.py", "to-folder>../secret", "train.py>"],
            entries.Select(entry => $"{entry.Path["trainer/".Length..]}>{entry.LinkTarget}"));
    }

    [UnixFact]
    public void A_declared_directory_that_is_a_link_is_followed()
    {
        Write("elsewhere/set.csv", "elsewhere/more/b.csv");
        Link("data", "elsewhere");

        Assert.Equal(["data/more/b.csv>", "data/set.csv>"], Enumerate("data").Select(entry => $"{entry.Path}>{entry.LinkTarget}"));
    }

    [UnixFact]
    public void A_link_to_a_declared_directory_gives_way_to_its_files()
    {
        Write("elsewhere/set.csv", "train.py");
        Link("data", "elsewhere");

        Assert.Equal(["data/set.csv>", "elsewhere/set.csv>", "train.py>"], Enumerate("data", ".").Select(entry => $"{entry.Path}>{entry.LinkTarget}"));
    }

    [UnixTheory]
    [InlineData("data", "data")]
    [InlineData("requirements.txt", "nowhere")]
    public void A_declared_source_that_leads_nowhere_or_to_itself_cannot_be_read(string source, string target)
    {
        Link(source, target);

        var mistake = Assert.Single(Assert.Throws<DiagnosticException>(() => Paths(source)).Diagnostics);

        Assert.Same(ImageDiagnostics.ContextUnreadable, mistake.Descriptor);
        Assert.StartsWith($"'{source}' ", mistake.Message);
    }

    [UnixFact]
    public async Task Pipes_and_sockets_are_left_out_and_not_waited_for()
    {
        Write("trainer/train.py");
        _folder.Write("trainer/__init__.py", "");
        Assert.Equal(0, (await new Command("mkfifo", Path.Combine(_folder.Path, "trainer", "pipe")).RunAsync()).ExitCode);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, "trainer", "socket")));

        Assert.Equal(["trainer/__init__.py", "trainer/train.py"], Paths("trainer", "trainer/pipe"));
    }

    [LinuxFact]
    public void A_folder_that_cannot_be_read_is_named_with_all_others()
    {
        Write("trainer/closed/a", "trainer/shut/a", "trainer/train.py");
        File.SetUnixFileMode(Path.Combine(_folder.Path, "trainer/closed"), UnixFileMode.None);
        File.SetUnixFileMode(Path.Combine(_folder.Path, "trainer/shut"), UnixFileMode.None);
        try
        {
            File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            using var nobody = new NobodyThread();
            var mistakes = Assert.Throws<DiagnosticException>(() => Paths("trainer")).Diagnostics;

            Assert.All(mistakes, mistake => Assert.Same(ImageDiagnostics.ContextUnreadable, mistake.Descriptor));
            Assert.Equal(["trainer/closed", "trainer/shut"], mistakes.Select(mistake => mistake.Message.Split('\'')[1]).Order(StringComparer.Ordinal));
        }
        finally
        {
            File.SetUnixFileMode(Path.Combine(_folder.Path, "trainer/closed"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(Path.Combine(_folder.Path, "trainer/shut"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void An_entry_knows_what_brings_it_and_how_the_file_looks()
    {
        Write("trainer/train.py", "data/a");
        var time = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, "data", "a"), time);

        var entries = Enumerate("data", ".");

        Assert.Equal(["data", "."], entries.Select(entry => entry.Source));
        Assert.Equal(("data/a".Length, time), (entries[0].Length, entries[0].LastWriteTime));
    }

    [UnixFact]
    public void The_execute_bit_of_the_owner_is_known()
    {
        Write("trainer/run.sh", "trainer/train.py", "trainer/others.sh");
        File.SetUnixFileMode(Path.Combine(_folder.Path, "trainer/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetUnixFileMode(Path.Combine(_folder.Path, "trainer/others.sh"), UnixFileMode.UserRead | UnixFileMode.OtherExecute);

        Assert.Equal(["trainer/run.sh"], Enumerate("trainer").Where(entry => entry.IsExecutable).Select(entry => entry.Path));
    }

    [Fact]
    public void Full_paths_lead_to_the_files()
    {
        Write("trainer/train.py");

        Assert.Equal("trainer/train.py", File.ReadAllText(Assert.Single(Enumerate(".")).FullPath));
    }

    [Fact]
    public void A_source_that_is_gone_is_left_out() => Assert.Empty(Paths("missing"));

    private void Write(params string[] paths)
    {
        foreach (var path in paths)
        {
            _folder.Write(path, path);
        }
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(_folder.Path, path), target);

    private IReadOnlyList<BuildContextEntry> Enumerate(params string[] sources) => BuildContext.Enumerate(_folder.Path, sources);

    private IEnumerable<string> Paths(params string[] sources) => Enumerate(sources).Select(entry => entry.Path);
}
