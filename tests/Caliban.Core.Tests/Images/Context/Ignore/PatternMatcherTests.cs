using System.Text.Json;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context.Ignore;

namespace Caliban.Core.Tests.Images.Context.Ignore;

/// <summary>
/// Against answers of github.com/moby/patternmatcher, in the walk that BuildKit makes with it: 400 files of random patterns,
/// each with paths that it leaves and paths that it takes out.
/// </summary>
public sealed class PatternMatcherTests
{
    private static readonly List<Answer> Answers = JsonSerializer.Deserialize<List<Answer>>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Images", "Context", "Ignore", "Golden", "patternmatcher.json")),
        JsonSerializerOptions.Web)!;

    [Fact]
    public void Every_answer_is_that_of_moby()
    {
        Assert.Equal(400, Answers.Count);
        Assert.All(Answers.Where(answer => answer.Error.Length == 0), answer =>
        {
            var rules = new IgnoreRules(IgnoreFile.Parse(answer.File, "f"));
            Assert.All(answer.Left, path => Assert.Null(rules.Match(path)));
            Assert.All(answer.Out, path => Assert.NotNull(rules.Match(path)));
        });
    }

    [Fact]
    public void A_folder_that_holds_something_that_is_left_is_entered() => Assert.All(Answers.Where(answer => answer.Error.Length == 0), answer =>
    {
        var rules = new IgnoreRules(IgnoreFile.Parse(answer.File, "f"));
        Assert.All(answer.Left.Select(path => Path.GetDirectoryName(path)!).Where(folder => folder.Length > 0), folder =>
        {
            var (results, ignoring) = rules.MatchFromRoot(folder);
            Assert.True(ignoring is null || rules.MayBringBackBelow(folder, results));
        });
    });

    [Fact]
    public void What_moby_refuses_is_refused() => Assert.All(
        Answers.Where(answer => answer.Error.Length > 0),
        answer => Assert.Throws<DiagnosticException>(() => IgnoreFile.Parse(answer.File, "f")));

    private sealed record Answer(string File, IReadOnlyList<string> Left, IReadOnlyList<string> Out, string Error);
}
