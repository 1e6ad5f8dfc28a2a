namespace Caliban.Core.Diagnostics;

/// <summary>CAL505x to CAL507x: calls of Google Cloud's services.</summary>
public static class GoogleApiDiagnostics
{
    public static DiagnosticDescriptor ProjectUnknown { get; } = new(
        "CAL5050",
        DiagnosticSeverity.Error,
        "No Google Cloud project is known",
        "Nothing says which Google Cloud project is used. Looked for were the property CalibanProjectId, the variable PROJECT_ID, 'gcloud.project_id' in .calibanconfig.json, and the project of the credentials ({0}). Set one of them, for example with -p:CalibanProjectId=my-project.",
        "None of the four places names a project.",
        "Set `CalibanProjectId` in the project file or `PROJECT_ID` in the environment, write `{\"gcloud\": {\"project_id\": \"my-project\"}}` into `.calibanconfig.json`, or use a service account's key, which knows its project.");

    public static DiagnosticDescriptor ProjectInvalid { get; } = new(
        "CAL5051",
        DiagnosticSeverity.Error,
        "Not the id of a Google Cloud project",
        "'{0}' ({1}) is not the id of a Google Cloud project: it has lower-case letters, digits and hyphens. The id is not the name that the console shows; 'gcloud projects list' tells it.",
        "The id of a project is made of lower-case letters, digits and hyphens; in old projects of a domain it follows the domain and a colon.",
        "Copy the id from `gcloud projects list`.");

    public static DiagnosticDescriptor RegionInvalid { get; } = new(
        "CAL5052",
        DiagnosticSeverity.Error,
        "Not a region of Google Cloud",
        "'{0}' is not a region of Google Cloud: it has lower-case letters, digits and hyphens, such as 'us-central1'. Correct CalibanRegion.",
        "The region is a part of a server's name, so nothing else than letters, digits and hyphens is put there. A zone such as `us-central1-a` is not a region either.",
        "Correct `CalibanRegion` (`REGION` in the environment).");

    public static DiagnosticDescriptor EndpointInvalid { get; } = new(
        "CAL5053",
        DiagnosticSeverity.Error,
        "An address of a service cannot be used",
        "{0} is '{1}', which cannot be used: {2}. Write an address such as 'https://us-central1-aiplatform.googleapis.com', or http:// for an emulator on this machine.",
        "Access tokens are sent to this address, so it has to use TLS, unless it is on this machine, and hold no login.",
        "Correct the property.");

    public static DiagnosticDescriptor CredentialsMissing { get; } = new(
        "CAL5054",
        DiagnosticSeverity.Error,
        "There are no credentials for Google Cloud",
        "There are no credentials for Google Cloud: CalibanCloudKey and GOOGLE_APPLICATION_CREDENTIALS are empty, '{0}' does not exist, and {1}. Log in with 'gcloud auth application-default login', or name a service account's key in CalibanCloudKey.",
        "No file holds a login, and this is not a machine of Google Cloud that has one.",
        "`gcloud auth application-default login`, or a key in `CalibanCloudKey` or `GOOGLE_APPLICATION_CREDENTIALS`.");

    public static DiagnosticDescriptor ApiDisabled { get; } = new(
        "CAL5055",
        DiagnosticSeverity.Error,
        "An API is not enabled",
        "The API {0} is not enabled in the project '{1}' ({2}). Enable it at {3} or with 'gcloud services enable {0} --project={1}', wait a few minutes, and run it again: what was submitted is not submitted again.",
        "Each service of Google Cloud has to be enabled once for each project.",
        "Follow the link of the message, or run the command in it. It takes some minutes to have an effect.");

    public static DiagnosticDescriptor PermissionDenied { get; } = new(
        "CAL5056",
        DiagnosticSeverity.Error,
        "A permission is missing",
        "{0} was denied for lack of the permission {1}: {2}. It was asked with {3}. {4}",
        "The login is good, and its owner may not do this, or the project or resource does not exist, which Google Cloud does not tell apart.",
        "Grant the role that the message names, for example with `gcloud projects add-iam-policy-binding PROJECT --member=user:YOU --role=ROLE`, or use other credentials.");

    public static DiagnosticDescriptor Unauthenticated { get; } = new(
        "CAL5057",
        DiagnosticSeverity.Error,
        "A login is not accepted",
        "{0}: the login was not accepted: {1}. It came from {2}. Log in anew with 'gcloud auth application-default login', or create a new key.",
        "The access token was refused, and so was a second one. The account may be disabled, the key deleted, the clock wrong, or the login lack the scope `cloud-platform`.",
        "Log in anew, or create a new key. On a machine of Google Cloud give it the access scope `cloud-platform`.");

    public static DiagnosticDescriptor NotFound { get; } = new(
        "CAL5058",
        DiagnosticSeverity.Error,
        "A project, region or resource does not exist",
        "{0}: {1}. Check the project '{2}' and the region '{3}'.",
        "The service does not know the project, the region or the resource.",
        "Check `CalibanProjectId` and `CalibanRegion`; a job may have been deleted.");

    public static DiagnosticDescriptor RequestInvalid { get; } = new(
        "CAL5059",
        DiagnosticSeverity.Error,
        "A service refuses a request as invalid",
        "{0} was refused as invalid: {1}.{2} Correct it and run it again: what was submitted is not submitted again.",
        "The service does not accept a value. The fields that it names are those of its own API.",
        "Correct the property or item that the field comes from; `CalibanDryRun` prints what is sent.");

    public static DiagnosticDescriptor QuotaExceeded { get; } = new(
        "CAL5060",
        DiagnosticSeverity.Error,
        "A quota is exceeded",
        "{0} was refused since it exceeds a quota of the project '{1}' in the region '{2}': {3}. Raise it at {4}, wait for other jobs to end, or use another region or accelerator.",
        "The project may not use as many processors or accelerators in this region. New projects often have 0 GPUs. This does not pass by itself, so it is not tried again.",
        "Ask for a higher quota at the link of the message, or declare another `GpuSpec`, `CalibanRegion` or `CalibanStrategy`.");

    public static DiagnosticDescriptor RateExceeded { get; } = new(
        "CAL5061",
        DiagnosticSeverity.Error,
        "A service is asked too often",
        "{0} was refused again and again since too much is asked in a minute: {1}. Run it again in a few minutes: what was submitted is not submitted again.",
        "A limit of requests in a minute is used up, also by others of the same project. It was slowed down and tried several times.",
        "Wait, or lower `CalibanSubmissionsPerMinute`.");

    public static DiagnosticDescriptor ServerFailed { get; } = new(
        "CAL5062",
        DiagnosticSeverity.Error,
        "A service failed",
        "{0}: '{1}' answered {2}: {3}. It was tried several times. Run it again: what was submitted is not submitted again.",
        "The service has a fault or is overloaded.",
        "Wait and run it again; https://status.cloud.google.com tells of larger faults.");

    public static DiagnosticDescriptor NoAnswer { get; } = new(
        "CAL5063",
        DiagnosticSeverity.Error,
        "A service never answers",
        "{0}: '{1}' did not answer within {2} s. Check the network and its proxy, and run it again: what was submitted is not submitted again.",
        "The connection stands, and no answer comes.",
        "Check the network, a proxy or a firewall in between, and the address if `CalibanVertexEndpoint` or another is set.");

    public static DiagnosticDescriptor AnswerInvalid { get; } = new(
        "CAL5064",
        DiagnosticSeverity.Error,
        "The answer of a service is not understood",
        "{0}: '{1}' gave an answer that is not understood: {2}. Check the proxy, and the address if one is set, and run it again: what was submitted is not submitted again.",
        "What answers is not the service, but for example a proxy or the page of a network's login.",
        "Check the network and its proxy, and `CalibanVertexEndpoint` or the other addresses if they are set.");

    public static DiagnosticDescriptor CertificateRefused { get; } = new(
        "CAL5065",
        DiagnosticSeverity.Error,
        "The certificate of a service is not trusted",
        "'{0}' shows a certificate that this machine does not trust: {1}. Add its authority to the trusted ones of the system; nothing was sent.",
        "The certificate is expired, for another name, or of an authority this machine does not know, as with a proxy that opens TLS.",
        "Install the certificate of the authority. There is no way to switch the check off.");

    public static DiagnosticDescriptor HostUnknown { get; } = new(
        "CAL5066",
        DiagnosticSeverity.Error,
        "The server of a service has no address",
        "'{0}' has no address: {1}.{2} Check the name and the network.",
        "Names of servers hold the region, so one that does not exist is first noticed here. Without a network no name has an address.",
        "Correct `CalibanRegion`, or check the network and its name server.");

    public static DiagnosticDescriptor Unreachable { get; } = new(
        "CAL5067",
        DiagnosticSeverity.Error,
        "A service cannot be reached",
        "{0}: '{1}' cannot be reached: {2}. Check the network and its proxy, and run it again: what was submitted is not submitted again.",
        "The connection was refused or broken, and trying again did not help.",
        "Check the network and its proxy, and whether the emulator runs if one is used.");

    public static DiagnosticDescriptor RequestRefused { get; } = new(
        "CAL5068",
        DiagnosticSeverity.Error,
        "A service refuses a request",
        "{0}: '{1}' answered {2}: {3}.",
        "The service refuses for a reason of its own.",
        "Read its own words in the message.");

    public static DiagnosticDescriptor SubmissionUncertain { get; } = new(
        "CAL5069",
        DiagnosticSeverity.Error,
        "It is not known whether a job was accepted",
        "Whether the job with the label {0} was accepted is not known: {1}. Run the same target again: it looks for the job by its label and goes on from there.",
        "The connection broke after the job had been sent, and the service could not be asked for it afterwards.",
        "Run the same target again when the service can be reached. Nothing is submitted twice.");

    public static DiagnosticDescriptor BillingDisabled { get; } = new(
        "CAL5070",
        DiagnosticSeverity.Error,
        "A project has no billing account",
        "{0} was refused: the project '{1}' has no billing account ({2}). Link one at https://console.cloud.google.com/billing/linkedaccount?project={1}.",
        "Jobs cost money, so Google Cloud wants a billing account.",
        "Link a billing account to the project.");

    public static DiagnosticDescriptor QuotaProjectMissing { get; } = new(
        "CAL5071",
        DiagnosticSeverity.Error,
        "The login has no quota project",
        "{0} was refused since it is not known which project's quota it counts towards: {1}. Set CalibanQuotaProject to '{2}', or run 'gcloud auth application-default set-quota-project {2}'; the caller needs roles/serviceusage.serviceUsageConsumer there.",
        "Calls with the login of a person count towards a quota project, which neither the credentials file nor `CalibanQuotaProject` or `GOOGLE_CLOUD_QUOTA_PROJECT` names, or which the person may not use.",
        "Set `CalibanQuotaProject`.");
}
