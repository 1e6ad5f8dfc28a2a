namespace Caliban.Core.GoogleCloud;

/// <summary>Services of Google Cloud that are called here.</summary>
public enum GoogleService
{
    /// <summary>Vertex AI: <c>aiplatform.googleapis.com</c>.</summary>
    Vertex,

    /// <summary>Cloud Logging: <c>logging.googleapis.com</c>.</summary>
    Logging,

    /// <summary>Compute Engine: <c>compute.googleapis.com</c>.</summary>
    Compute,

    /// <summary>IAM Service Account Credentials: <c>iamcredentials.googleapis.com</c>.</summary>
    IamCredentials,
}
