namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>Pages of the console.</summary>
internal static class GoogleLinks
{
    private const string Console = "https://console.cloud.google.com/";

    /// <summary>Where an API is enabled.</summary>
    public static string Api(string service, string project) => $"{Console}apis/library/{service}?project={Uri.EscapeDataString(project)}";

    /// <summary>Where a quota is raised.</summary>
    public static string Quotas(string project) => $"{Console}iam-admin/quotas?project={Uri.EscapeDataString(project)}";

    /// <summary>Whether a link in an answer leads to the console.</summary>
    public static bool IsConsole(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0
        && address.Host is "console.cloud.google.com" or "console.developers.google.com";
}
