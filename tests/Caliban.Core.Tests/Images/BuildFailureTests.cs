using Caliban.Core.Images.Building;

namespace Caliban.Core.Tests.Images;

public sealed class BuildFailureTests
{
    private const string Classic = "The command '/bin/sh -c apt-get install x' returned a non-zero code: 100";

    [Theory]
    [InlineData("E: Unable to locate package x|more", Classic, "E: Unable to locate package x (exit code 100)")]
    [InlineData("#7 1.5 ERROR: Cannot install a|#7 1.6 ERROR: ResolutionImpossible", "executor failed running [x]: exit code: 1", "ERROR: Cannot install a (exit code 1)")]
    [InlineData("ERROR: of an earlier step|Step 3/4 : RUN b", Classic, Classic)]
    [InlineData("#5 1.0 ERROR: of an earlier step|#6 [3/4] RUN b", "failed", "failed")]
    [InlineData("E: first|pull access denied", "pull access denied", "E: first")]
    [InlineData("nothing", "pull access denied", "pull access denied")]
    public void The_words_of_the_program_are_kept(string lines, string last, string expected)
    {
        var failure = new BuildFailure();
        foreach (var line in lines.Split('|'))
        {
            failure.Add(line);
        }

        Assert.Equal(expected, failure.Describe(last));
    }
}
