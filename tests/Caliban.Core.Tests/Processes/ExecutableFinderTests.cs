using Caliban.Core.Processes;
using Caliban.Testing;

namespace Caliban.Core.Tests.Processes;

public sealed class ExecutableFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void The_first_folder_of_the_search_path_wins()
    {
        var first = Program("a/tool");
        Program("b/tool");

        Assert.Equal(first, ExecutableFinder.Find(SearchPath("empty", "a", "b"), "tool"));
    }

    [UnixFact]
    public void The_first_name_wins_over_the_first_folder()
    {
        Program("a/python");
        var python3 = Program("b/python3");

        Assert.Equal(python3, ExecutableFinder.Find(SearchPath("a", "b"), "python3", "python"));
    }

    [UnixFact]
    public void A_file_that_cannot_be_executed_and_a_folder_are_passed_over()
    {
        _folder.Write("a/tool", "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "b", "tool"));
        var tool = Program("c/tool");

        Assert.Equal(tool, ExecutableFinder.Find(SearchPath("a", "b", "c"), "tool"));
    }

    [UnixTheory]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("bin")]
    [InlineData("./bin")]
    public void The_current_folder_is_never_searched(string searched)
    {
        var name = $"caliban-trial-{Guid.NewGuid():N}";
        var current = Directory.GetCurrentDirectory();
        var program = Path.Combine(current, searched, name);
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, "#!/bin/sh\n");
        MakeExecutable(program);
        try
        {
            Assert.Null(ExecutableFinder.Find($"{searched}{Path.PathSeparator}{Path.PathSeparator}", name));
            Assert.Null(ExecutableFinder.Find($"{searched}{Path.PathSeparator}{_folder.Path}", name));
        }
        finally
        {
            File.Delete(program);
        }
    }

    [UnixFact]
    public void An_absolute_path_is_taken_when_it_exists()
    {
        var tool = Program("a/tool");

        Assert.Equal(tool, ExecutableFinder.Find(null, tool));
        Assert.Equal(tool, ExecutableFinder.Find(null, Path.Combine(_folder.Path, "missing"), tool));
        Assert.Null(ExecutableFinder.Find(SearchPath("a"), Path.Combine(_folder.Path, "missing")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_search_path_finds_nothing(string? searchPath) => Assert.Null(ExecutableFinder.Find(searchPath, "sh"));

    private string SearchPath(params string[] folders) =>
        string.Join(Path.PathSeparator, folders.Select(folder => Path.Combine(_folder.Path, folder)));

    private string Program(string path)
    {
        var program = _folder.Write(path, "#!/bin/sh\n");
        MakeExecutable(program);
        return program;
    }

    private static void MakeExecutable(string program)
    {
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
