using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Secret access keys of AWS, in credentials files, code and settings. The key id alone is no secret.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"/>
internal static partial class CloudAccessKey
{
    private const int Length = 40;

    public static IEnumerable<string> Markers =>
        ["secret_access_key", "SECRET_ACCESS_KEY", "SecretAccessKey", "secretAccessKey", "aws_secret_key", "AWS_SECRET_KEY"];

    public static (SecretKind Kind, int Position)? Find(string text)
    {
        foreach (Match match in SecretKey().Matches(text))
        {
            if (Placeholder.IsReal(match.Groups[1].ValueSpan.TrimStart('/'), Length - 2, distinct: 16))
            {
                return (SecretKind.CloudAccessKey, match.Index);
            }
        }

        return null;
    }

    [GeneratedRegex(@"secret_?(?:access_?)?key[""']?\s*[=:]+\s*[""']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKey();
}
