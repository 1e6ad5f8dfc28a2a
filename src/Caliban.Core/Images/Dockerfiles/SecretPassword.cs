namespace Caliban.Core.Images.Dockerfiles;

/// <summary>
/// Puts the password of the tracking database, which no request and no image may hold, into a job's variables when the job
/// starts: it is read out of Secret Manager, as the account that the job runs as.
/// </summary>
/// <seealso href="https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions/access"/>
public static class SecretPassword
{
    /// <summary>Names a version of a secret; where it is not set nothing happens.</summary>
    public const string Variable = "CALIBAN_MLFLOW_PASSWORD_SECRET";

    /// <summary>Another address of Secret Manager.</summary>
    public const string EndpointVariable = "CALIBAN_SECRET_MANAGER_ENDPOINT";

    // Prints the address of the database with the password. What goes wrong stands in the log of the job, without the password.
    private const string Program =
        """
        import base64, json, os, urllib.parse, urllib.request
        def get(url, **headers):
            return json.load(urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30))
        host = os.environ.get("GCE_METADATA_HOST", "metadata.google.internal")
        token = get("http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token", **{"Metadata-Flavor": "Google"})["access_token"]
        secret = os.environ.get("CALIBAN_SECRET_MANAGER_ENDPOINT", "https://secretmanager.googleapis.com") + "/v1/" + os.environ["CALIBAN_MLFLOW_PASSWORD_SECRET"] + ":access"
        password = base64.b64decode(get(secret, Authorization="Bearer " + token)["payload"]["data"]).decode()
        print(os.environ["MLFLOW_TRACKING_URI"].replace("@", ":" + urllib.parse.quote(password, safe="") + "@", 1))
        """;

    /// <summary>A part of a shell script.</summary>
    /// <param name="python">The Python of the image.</param>
    public static string Script(string python) =>
        $"if [ -n \"${Variable}\" ]; then "
        + $"MLFLOW_TRACKING_URI=$({DockerfileText.ShellWord(python)} -c {DockerfileText.ShellWord(Program)}) && export MLFLOW_TRACKING_URI "
        + $"|| {{ echo \"caliban: the secret ${Variable} cannot be read; the service account of the job needs roles/secretmanager.secretAccessor\" >&2; exit 1; }}; fi; ";
}
