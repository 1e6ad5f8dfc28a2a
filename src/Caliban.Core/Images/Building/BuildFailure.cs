using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Building;

/// <summary>
/// Keeps what a failed build said of its reason. The last line of an engine repeats the whole command; what the program in it
/// said stands above.
/// </summary>
internal sealed partial class BuildFailure
{
    private string _error = "";

    public void Add(string line)
    {
        if (Step().IsMatch(line))
        {
            _error = "";
        }
        else if (_error.Length == 0 && Error().Match(line) is { Success: true } error)
        {
            _error = error.Groups["text"].Value.TrimEnd();
        }
    }

    /// <param name="last">The last line of the build.</param>
    public string Describe(string last) =>
        _error.Length == 0 ? last
        : ExitCode().Match(last) is { Success: true } code ? $"{_error} (exit code {code.Groups["code"].Value})"
        : _error;

    [GeneratedRegex(@"\A(Step [0-9]+/[0-9]+ :|#[0-9]+ \[)")]
    private static partial Regex Step();

    // As apt and pip begin their lines, behind the number and time of BuildKit.
    [GeneratedRegex(@"\A(#[0-9]+ [0-9.]+ )?(?<text>(E|ERROR): .+)\z")]
    private static partial Regex Error();

    [GeneratedRegex(@"(non-zero code|exit code): (?<code>[0-9]+)\s*\z")]
    private static partial Regex ExitCode();
}
