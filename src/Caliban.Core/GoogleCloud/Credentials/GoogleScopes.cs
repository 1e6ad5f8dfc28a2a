namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>What a token is good for.</summary>
internal static class GoogleScopes
{
    public const string CloudPlatform = "https://www.googleapis.com/auth/cloud-platform";
}
