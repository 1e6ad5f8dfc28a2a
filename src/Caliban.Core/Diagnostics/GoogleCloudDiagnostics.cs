namespace Caliban.Core.Diagnostics;

/// <summary>CAL307x: credentials of Google Cloud.</summary>
public static class GoogleCloudDiagnostics
{
    public static DiagnosticDescriptor KeyFileMissing { get; } = new(
        "CAL3070",
        DiagnosticSeverity.Error,
        "A Google credentials file does not exist",
        "The Google credentials file '{0}', named by {1}, does not exist. Correct the path, or remove the setting.",
        "`CalibanCloudKey` or `GOOGLE_APPLICATION_CREDENTIALS` names a file that is not there.",
        "Correct the path, or use `gcloud auth application-default login` and name no file.");

    public static DiagnosticDescriptor KeyFileInvalid { get; } = new(
        "CAL3071",
        DiagnosticSeverity.Error,
        "A Google credentials file cannot be used",
        "The Google credentials file '{0}', named by {1}, cannot be used: {2}. Download the key again, or log in anew with 'gcloud auth application-default login'.",
        "The file is not JSON, or its parts are missing or damaged.",
        "Download the key again, or log in anew.");

    public static DiagnosticDescriptor KeyTypeRefused { get; } = new(
        "CAL3072",
        DiagnosticSeverity.Error,
        "A Google credentials file is of a kind that is not used",
        "The Google credentials file '{0}', named by {1}, is of the type '{2}'; only 'service_account' and 'authorized_user' are used. Use a service account's key or 'gcloud auth application-default login', or a Docker credential helper for registries.",
        "Other types name arbitrary addresses that credentials are fetched from, so they are not followed without being asked.",
        "Use a service account's key, `gcloud auth application-default login`, or a Docker credential helper such as `gcloud`.");

    public static DiagnosticDescriptor TokenRefused { get; } = new(
        "CAL3073",
        DiagnosticSeverity.Error,
        "Google gave no access token",
        "No access token was given for the Google credentials file '{0}', named by {1}: {2}. Check that the key still exists, or log in anew with 'gcloud auth application-default login'.",
        "The key was deleted, the login has expired, the clock is wrong, or the server cannot be reached.",
        "Create a new key, or log in anew.");
}
