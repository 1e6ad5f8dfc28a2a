using System.Text.RegularExpressions;
using Caliban.Core.GoogleCloud.Transport;

namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>A service account whose tokens another login creates.</summary>
/// <param name="Name">Its e-mail address or id, for messages.</param>
/// <param name="Address">Where its tokens are created.</param>
/// <param name="Delegates">Service accounts in between: <c>projects/-/serviceAccounts/ACCOUNT</c>.</param>
internal sealed partial record ImpersonatedAccount(string Name, Uri Address, IReadOnlyList<string> Delegates)
{
    private const string Prefix = "projects/-/serviceAccounts/";

    /// <summary>As <c>gcloud --impersonate-service-account</c> reads it: the last of several is used, the others are in between.</summary>
    /// <param name="chain"><c>CalibanImpersonateServiceAccount</c></param>
    /// <returns>Null when it names none.</returns>
    public static ImpersonatedAccount? Read(string chain, GoogleCloudSettings settings)
    {
        var accounts = chain.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (accounts.Length == 0)
        {
            return null;
        }

        var root = GoogleEndpoints.Address(settings, GoogleService.IamCredentials, "");
        return new ImpersonatedAccount(
            accounts[^1],
            new Uri(root, $"v1/{Prefix}{Uri.EscapeDataString(accounts[^1])}:generateAccessToken"),
            [.. accounts[..^1].Select(account => account.StartsWith(Prefix, StringComparison.Ordinal) ? account : $"{Prefix}{account}")]);
    }

    /// <summary>The one that a credentials file names.</summary>
    public static ImpersonatedAccount Read(Uri address, IReadOnlyList<string> delegates) =>
        new(Account().Match(address.AbsolutePath) is { Success: true } match ? Uri.UnescapeDataString(match.Groups[1].Value) : address.Host, address, delegates);

    [GeneratedRegex("/serviceAccounts/([^/:]+):")]
    private static partial Regex Account();
}
