namespace Caliban.Emulator.Schema;

/// <summary>Names of types.</summary>
internal static class MessageNames
{
    public const string CustomJob = "google.cloud.aiplatform.v1.CustomJob";

    public const string ListLogEntriesRequest = "google.logging.v2.ListLogEntriesRequest";

    public const string GenerateAccessTokenRequest = "google.iam.credentials.v1.GenerateAccessTokenRequest";

    public const string Duration = "google.protobuf.Duration";

    /// <summary>Whether it is an object in JSON.</summary>
    public static bool IsMessage(string type) =>
        type.StartsWith("google.", StringComparison.Ordinal) && !type.StartsWith("google.protobuf.", StringComparison.Ordinal);
}
