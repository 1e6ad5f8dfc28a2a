using System.Text.RegularExpressions;
using Caliban.Testing;

namespace Caliban.Package.Tests.Support;

/// <summary>What tests expect of the output of a command; every failure shows all of it.</summary>
internal static partial class Output
{
    public static string All(this CommandResult result) => result.Output + result.Error;

    public static CommandResult ShouldSucceed(this CommandResult result)
    {
        Assert.True(result.ExitCode == 0, $"It should have succeeded: {result}");
        return result;
    }

    public static CommandResult ShouldFail(this CommandResult result)
    {
        Assert.True(result.ExitCode != 0, $"It should have failed: {result}");
        Assert.False(StackTrace().IsMatch(result.All()), $"There is a stack trace: {result}");
        return result;
    }

    public static CommandResult ShouldSay(this CommandResult result, params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.True(result.All().Contains(text, StringComparison.Ordinal), $"'{text}' is not in: {result}");
        }

        return result;
    }

    public static CommandResult ShouldNotSay(this CommandResult result, params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.False(result.All().Contains(text, StringComparison.Ordinal), $"'{text}' is in: {result}");
        }

        return result;
    }

    /// <summary>The lines with a text, of which there must be as many; the summary of the build, which repeats them, is left out.</summary>
    public static IReadOnlyList<string> ShouldSayTimes(this CommandResult result, int count, string text)
    {
        string[] lines = [.. Summary().Split(result.All())[0].Split('\n').Where(line => line.Contains(text, StringComparison.Ordinal))];
        Assert.True(lines.Length == count, $"'{text}' is there {lines.Length} times and not {count}: {result}");
        return lines;
    }

    /// <summary>Plain text for a file or a pipe: no escape sequences and no other control characters.</summary>
    public static CommandResult ShouldBePlain(this CommandResult result)
    {
        var found = ControlCharacter().Match(result.All());
        Assert.False(found.Success, $"There is a control character {(found.Success ? (int)found.Value[0] : 0)} at {found.Index}: {result}");
        return result;
    }

    [GeneratedRegex(@"^\s+at [\w.<>`]+\(|System\.\w*Exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    [GeneratedRegex(@"^Build (FAILED|succeeded)\.", RegexOptions.Multiline)]
    private static partial Regex Summary();

    [GeneratedRegex(@"[\p{Cc}-[\t\n]]")]
    private static partial Regex ControlCharacter();
}
