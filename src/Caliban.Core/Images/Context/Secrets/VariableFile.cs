using System.Text.RegularExpressions;

namespace Caliban.Core.Images.Context.Secrets;

/// <summary>Files of environment variables: <c>.env</c>, <c>.env.production</c>, <c>gpu.env</c>, <c>.envrc</c>; examples and templates are none.</summary>
internal static partial class VariableFile
{
    private const int ShortestKey = 12;

    private const int ShortestPassword = 6;

    public static bool IsOne(string fileName) => FileName().IsMatch(fileName) && !Template().IsMatch(fileName);

    /// <summary>Where the first variable stands whose name and value are those of a secret; null when there is none.</summary>
    public static int? Find(string text) => Assignment().Matches(text).FirstOrDefault(match =>
    {
        var value = match.Groups["value"].Value;
        return Key().IsMatch(match.Groups["name"].ValueSpan)
            ? Placeholder.IsReal(value, ShortestKey) && value.AsSpan().ContainsAnyInRange('0', '9')
            : Password().IsMatch(match.Groups["name"].ValueSpan) && Placeholder.IsReal(value, ShortestPassword);
    })?.Groups["name"].Index;

    [GeneratedRegex(@"\A(?:\.env(?:rc|[.-].+)?|.+\.env)\z", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();

    [GeneratedRegex(@"example|sample|template|default|dist\b|schema", RegexOptions.IgnoreCase)]
    private static partial Regex Template();

    [GeneratedRegex(@"^[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?:""(?<value>[^""\r\n]*)""|'(?<value>[^'\r\n]*)'|(?<value>[^\s#]+))", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    // PAD_TOKEN and its like belong to a tokenizer.
    [GeneratedRegex(@"(?:\A|_)(?<!(?:PAD|EOS|BOS|UNK|SEP|CLS|MASK|START|END|STOP)_)(?:TOKEN|API_?KEY|ACCESS_KEY|PRIVATE_KEY|SECRET_KEY|SECRET_KEY_BASE)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Key();

    [GeneratedRegex(@"(?:\A|_)(?:SECRET|PASSWORD|PASSWD)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Password();
}
