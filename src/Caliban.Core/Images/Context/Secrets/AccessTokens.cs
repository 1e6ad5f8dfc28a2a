using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Tokens that say by their form what they are: GitHub, GitLab, Hugging Face, Slack, PyPI, npm, Anthropic, OpenAI.</summary>
/// <seealso href="https://docs.github.com/en/code-security/reference/secret-security/supported-secret-scanning-patterns"/>
internal static partial class AccessTokens
{
    public static IEnumerable<string> Markers =>
    [
        "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "hf_", "xoxb-", "xoxp-", "xoxa-", "xoxs-", "xoxr-",
        "pypi-AgE", "npm_", "sk-ant-", "sk-proj-",
    ];

    public static (SecretKind Kind, int Position)? Find(string text)
    {
        foreach (Match match in Token().Matches(text))
        {
            var value = match.Groups["value"].ValueSpan;
            if (Placeholder.IsReal(value, minimum: 1, distinct: 10) && IsMixed(value))
            {
                return (SecretKind.AccessToken, match.Index);
            }
        }

        return null;
    }

    // A name of code keeps to one case and has no digits.
    private static bool IsMixed(ReadOnlySpan<char> value) =>
        (value.ContainsAnyInRange('A', 'Z') ? 1 : 0) + (value.ContainsAnyInRange('a', 'z') ? 1 : 0) + (value.ContainsAnyInRange('0', '9') ? 1 : 0) >= 2;

    [GeneratedRegex("""
        (?<![A-Za-z0-9_-])
        (?: gh[pousr]_(?<value>[A-Za-z0-9]{36})
          | github_pat_(?<value>[A-Za-z0-9]{22}_[A-Za-z0-9]{59})
          | glpat-(?<value>[A-Za-z0-9_-]{20,})
          | hf_(?<value>[A-Za-z0-9]{34})
          | xox[bpasr]-(?<value>[0-9]{10,13}-[0-9]{10,13}-[A-Za-z0-9-]{20,})
          | pypi-AgE(?<value>[A-Za-z0-9_-]{80,})
          | npm_(?<value>[A-Za-z0-9]{36})
          | sk-ant-[a-z]+[0-9]{2}-(?<value>[A-Za-z0-9_-]{80,})
          | sk-proj-(?<value>[A-Za-z0-9_-]{48,}))
        (?![A-Za-z0-9_-])
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
