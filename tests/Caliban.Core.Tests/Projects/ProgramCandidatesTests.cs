using Caliban.Core.Projects;
using Caliban.Testing;

namespace Caliban.Core.Tests.Projects;

public sealed class ProgramCandidatesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_folder_says_what_to_write() =>
        Assert.Contains("No .py or .sh file was found", ProgramCandidates.Describe(_folder.Path));

    [Fact]
    public void A_single_candidate_is_shown_as_it_would_be_declared()
    {
        _folder.Write("trainer/train.py", "");
        _folder.Write("trainer/__init__.py", "");

        Assert.Equal(
            "Found in the project folder: <CalibanModule>trainer.train</CalibanModule>.", ProgramCandidates.Describe(_folder.Path));
    }

    [Fact]
    public void Those_with_a_main_program_come_first_and_then_the_alphabet_decides()
    {
        _folder.Write("alpha.py", "");
        _folder.Write("beta.py", "import sys\nif __name__ == '__main__':\n    pass\n");
        _folder.Write("pkg/__main__.py", "");
        _folder.Write("run.sh", "");

        Assert.EndsWith(": 'beta', 'pkg', 'run.sh', 'alpha'.", ProgramCandidates.Describe(_folder.Path));
    }

    [Fact]
    public void What_tools_leave_behind_and_tests_are_no_candidates()
    {
        foreach (var file in (string[])[
            "bin/a.py", "obj/a.py", "venv/a.py", ".git/a.py", "tests/a.py", "node_modules/a.py", "__pycache__/a.py",
            "setup.py", "conftest.py", "pkg/__init__.py", "a/b/c/d/toodeep.py", "readme.txt"])
        {
            _folder.Write(file, "");
        }

        Assert.Contains("No .py or .sh file was found", ProgramCandidates.Describe(_folder.Path));
    }

    [Fact]
    public void A_long_list_is_cut_after_eight()
    {
        for (var i = 0; i < 12; i++)
        {
            _folder.Write($"m{i:D2}.py", "");
        }

        var text = ProgramCandidates.Describe(_folder.Path);

        Assert.Contains("'m07' and more.", text);
        Assert.DoesNotContain("m08", text);
    }

    [Fact]
    public void The_main_file_of_the_project_folder_itself_is_an_ordinary_module()
    {
        _folder.Write("__main__.py", "");

        Assert.Contains("<CalibanModule>__main__</CalibanModule>", ProgramCandidates.Describe(_folder.Path));
    }
}
