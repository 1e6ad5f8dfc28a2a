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
        "The Google credentials file '{0}', named by {1}, is of the type '{2}'; used are 'service_account', 'authorized_user', 'impersonated_service_account', 'external_account' and 'external_account_authorized_user'. Use a service account's key, 'gcloud auth application-default login', or what 'gcloud iam workload-identity-pools create-cred-config' writes.",
        "Only kinds that are known to lead to an access token are used. The secret of an OAuth client, for example, is none of them.",
        "Use a service account's key, `gcloud auth application-default login`, or a configuration of workload identity federation.");

    public static DiagnosticDescriptor TokenRefused { get; } = new(
        "CAL3073",
        DiagnosticSeverity.Error,
        "Google gave no access token",
        "No access token was given for {0}: {1}. Check that the key still exists, or log in anew with 'gcloud auth application-default login'.",
        "The key was deleted, the login has expired, or the clock is wrong.",
        "Create a new key, or log in anew.");

    public static DiagnosticDescriptor KeyAddressRefused { get; } = new(
        "CAL3074",
        DiagnosticSeverity.Error,
        "A Google credentials file leads to a foreign server",
        "The Google credentials file '{0}', named by {1}, is of the type '{2}', and its '{3}' leads to '{4}', which is not a server of Google. If that is meant, name the file in CalibanCloudKey; otherwise create it again with 'gcloud iam workload-identity-pools create-cred-config'.",
        "Files of federated and impersonated logins say where tokens are exchanged. Addresses outside of `googleapis.com` would receive a login, so they are followed only for a file that `CalibanCloudKey` names, and never without TLS unless they are on this machine.",
        "Create the file again, or name it in `CalibanCloudKey` when you trust those addresses.");

    public static DiagnosticDescriptor KeyExecutableRefused { get; } = new(
        "CAL3075",
        DiagnosticSeverity.Error,
        "A Google credentials file wants to start a program",
        "The Google credentials file '{0}', named by {1}, gets its login from a program, which is not started without being allowed to. Set the variable GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES to 1 if you trust the file.",
        "A file of workload identity federation can name any program of this machine. As with Google's own libraries it is started only when `GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES` is `1`.",
        "Set the variable after you have looked at the file.");

    public static DiagnosticDescriptor TokenServerUnreachable { get; } = new(
        "CAL3076",
        DiagnosticSeverity.Error,
        "The server of access tokens does not answer",
        "No access token could be asked for with {0}: {1}. Check the network and its proxy, and run it again.",
        "The server that exchanges a login for an access token cannot be reached, or never answers.",
        "Check the network, the proxy (`HTTPS_PROXY`), and for keys of your own servers their `token_uri`.");

    public static DiagnosticDescriptor ImpersonationRefused { get; } = new(
        "CAL3077",
        DiagnosticSeverity.Error,
        "A service account may not be impersonated",
        "No access token was given for the service account '{0}', which was to be impersonated with {1}: {2}. The caller needs the permission iam.serviceAccounts.getAccessToken on it: roles/iam.serviceAccountTokenCreator.",
        "`CalibanImpersonateServiceAccount` or the credentials file names a service account that does not exist, or whose tokens the caller may not create, or the IAM Service Account Credentials API is not enabled in its project.",
        "Grant the role on that service account: `gcloud iam service-accounts add-iam-policy-binding ACCOUNT --member=user:YOU --role=roles/iam.serviceAccountTokenCreator`; enable `iamcredentials.googleapis.com`.");
}
