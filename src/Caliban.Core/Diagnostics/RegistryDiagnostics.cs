namespace Caliban.Core.Diagnostics;

/// <summary>CAL305x and CAL306x: registries and OCI layout folders.</summary>
public static class RegistryDiagnostics
{
    public static DiagnosticDescriptor ReferenceInvalid { get; } = new(
        "CAL3050",
        DiagnosticSeverity.Error,
        "Not a name of an image",
        "'{0}' is not {1}: {2}.",
        "The name of an image or repository breaks the rules that all registries share: lower-case letters, digits and single `.`, `_` or `-` between them, parts separated by `/`, then `:tag` or `@sha256:…`.",
        "Correct the name, for example `europe-west4-docker.pkg.dev/my-project/experiments/mnist`.");

    public static DiagnosticDescriptor NoPushTarget { get; } = new(
        "CAL3051",
        DiagnosticSeverity.Error,
        "Nothing says where to push the image",
        "There is no repository to push to: {0}. Set CalibanRepository to a full name such as 'registry.example.com/team/{1}', or set CalibanProjectId for Artifact Registry.",
        "`CalibanRepository` is empty or names no registry, and no Google Cloud project is known.",
        "Set `CalibanRepository`, or `CalibanProjectId` (`PROJECT_ID` in the environment).");

    public static DiagnosticDescriptor Unreachable { get; } = new(
        "CAL3052",
        DiagnosticSeverity.Error,
        "A registry cannot be reached",
        "'{0}' cannot be reached ({1}): {2}. Check the name of the registry and the network, and run it again: what was uploaded is not uploaded again.",
        "The connection was refused, broken or timed out, and trying again did not help. A registry that speaks only plain HTTP looks like this as well.",
        "Check the name of the registry, the network and its proxy. A registry without TLS has to be listed in `CalibanInsecureRegistries`, unless it is on this machine.");

    public static DiagnosticDescriptor CertificateRefused { get; } = new(
        "CAL3053",
        DiagnosticSeverity.Error,
        "The certificate of a registry is not trusted",
        "'{0}' shows a certificate that this machine does not trust: {1}. Add its authority to the trusted ones of the system, or list the registry in CalibanInsecureRegistries to use plain HTTP.",
        "The registry uses TLS with a certificate that is expired, for another name, or of an authority this machine does not know.",
        "Install the certificate of the authority. `CalibanInsecureRegistries` is for registries without TLS in networks you trust.");

    public static DiagnosticDescriptor LoginRefused { get; } = new(
        "CAL3054",
        DiagnosticSeverity.Error,
        "A registry asks for a login or refuses it",
        "'{0}' refused the login ({1}): {2}. Log in with 'docker login {0}', or set up a credential helper.",
        "The registry needs credentials, and none were found, or those found are wrong or expired. The message says where they came from or where they were looked for.",
        "`docker login`, a credential helper in Docker's `config.json`, or for Google's registries a key file (`CalibanCloudKey`) or `gcloud auth application-default login`.");

    public static DiagnosticDescriptor AccessDenied { get; } = new(
        "CAL3055",
        DiagnosticSeverity.Error,
        "A registry denies access",
        "'{0}' denies access ({1}): {2}.{3}",
        "The login is right, and its owner may not read or write this repository; some registries say this of a repository that does not exist.",
        "Ask for access to the repository, or create it.");

    public static DiagnosticDescriptor RepositoryMissing { get; } = new(
        "CAL3056",
        DiagnosticSeverity.Error,
        "A repository does not exist",
        "'{0}' does not exist ({1}): {2}.{3}",
        "The registry makes no repositories by itself, and there is none of this name.",
        "Create the repository, or correct `CalibanRepository`.");

    public static DiagnosticDescriptor RegistryFailed { get; } = new(
        "CAL3057",
        DiagnosticSeverity.Error,
        "A registry did not do what it was asked",
        "'{0}' answered {1} ({2}): {3}. Run it again: what was uploaded is not uploaded again.",
        "The registry answered with an error. 429 and those from 500 were tried several times before.",
        "Read the registry's own words in the message.");

    public static DiagnosticDescriptor AnswerInvalid { get; } = new(
        "CAL3058",
        DiagnosticSeverity.Error,
        "A registry's answer is not understood",
        "'{0}' gave an answer that is not understood ({1}): {2}. Check that it is a registry of version 2.",
        "What answers is not a registry, or a broken one, or a proxy in between answers for it.",
        "Check the name of the registry, and the proxy.");

    public static DiagnosticDescriptor ManifestLost { get; } = new(
        "CAL3059",
        DiagnosticSeverity.Error,
        "A registry lost a manifest",
        "'{0}' accepted the manifest '{1}' and does not have it: {2}. It was sent {3} times. Look at the registry's storage; what was uploaded is not uploaded again.",
        "The registry said that it stored the manifest, and shows none or another one of that name.",
        "Look at the registry's storage and logs, or ask its operators.");

    public static DiagnosticDescriptor DigestMismatch { get; } = new(
        "CAL3060",
        DiagnosticSeverity.Error,
        "Content is not what its digest says",
        "'{0}' holds other content than {1} names: {2}. It is damaged and was not used.",
        "Content is named by its SHA-256 digest, and what was received has another one.",
        "Push the image again; if that does not help, the registry or a proxy in between changes content.");

    public static DiagnosticDescriptor RealmRefused { get; } = new(
        "CAL3061",
        DiagnosticSeverity.Error,
        "A registry sends logins to a suspicious place",
        "'{0}' wants the login to be sent to '{1}', which is refused: {2}.",
        "A registry names the server that checks logins. One without TLS, or inside a private network while the registry is not, would expose them.",
        "Check the name of the registry. One of your own network without TLS has to be listed in `CalibanInsecureRegistries`.");

    public static DiagnosticDescriptor RedirectRefused { get; } = new(
        "CAL3062",
        DiagnosticSeverity.Error,
        "A registry redirects to a suspicious place",
        "'{0}' redirects to '{1}', which is refused ({2}): {3}.",
        "Registries redirect to storage servers. One without TLS, inside a private network, or that asks for a login is not followed, nor are more than five in a row.",
        "Check the name of the registry, and proxies in between.");

    public static DiagnosticDescriptor CredentialHelperFailed { get; } = new(
        "CAL3063",
        DiagnosticSeverity.Error,
        "A credential helper failed",
        "The credential helper '{0}', named in '{1}' for '{2}', failed: {3}. Install or repair it, or remove it from that file.",
        "Docker's `config.json` names a program that knows the credentials, and it is missing, says that it failed, or writes something else.",
        "Run `docker-credential-<name> list` by hand to see what it says.");

    public static DiagnosticDescriptor DockerConfigInvalid { get; } = new(
        "CAL3064",
        DiagnosticSeverity.Error,
        "Docker's configuration cannot be read",
        "'{0}' cannot be read: {1}. Correct it, or log in anew with 'docker login'.",
        "The file that holds Docker's logins is not valid JSON, not readable, or holds an entry that is not one.",
        "Correct the file, or remove it and log in again.");

    public static DiagnosticDescriptor PlatformMissing { get; } = new(
        "CAL3065",
        DiagnosticSeverity.Error,
        "An image does not exist for a platform",
        "'{0}' has no image for {1}; it has {2}. Use another image, or another CalibanPlatform.",
        "The name stands for images of several platforms, and the one asked for is not among them.",
        "Choose one of the platforms the message lists.");

    public static DiagnosticDescriptor LayoutInvalid { get; } = new(
        "CAL3066",
        DiagnosticSeverity.Error,
        "Not an OCI image layout",
        "'{0}' is not an OCI image layout that can be used: {1}.",
        "The folder lacks `oci-layout`, `index.json` or a file in `blobs/sha256`, or one of them is damaged.",
        "Write the layout again, for example with `skopeo copy … oci:folder:tag`.");

    public static DiagnosticDescriptor ImageNotFound { get; } = new(
        "CAL3067",
        DiagnosticSeverity.Error,
        "There is no image of that name",
        "'{0}' has no image '{1}'. Correct the name, or push the image first.",
        "The repository or folder can be read and has no such tag or digest.",
        "Check the name and the tag.");

    public static DiagnosticDescriptor SourceChanged { get; } = new(
        "CAL3068",
        DiagnosticSeverity.Error,
        "Content changed while it was uploaded",
        "The content of {0} is not what it was when its digest was computed: {1}. Run it again.",
        "A file that was about to be uploaded was changed or cut short in between, for example by another build in the same folder.",
        "Run it again, one build at a time.");
}
