namespace Caliban.Core.Images.Context.Secrets;

/// <summary>That a file looks like a secret; never the secret itself.</summary>
/// <param name="Line">Where it begins, from 1; 0 when the file has no lines.</param>
public readonly record struct SecretFinding(SecretKind Kind, int Line)
{
    /// <summary>Nothing was found.</summary>
    public static SecretFinding None { get; } = new(SecretKind.None, 0);

    /// <summary>What to say of the file after its name.</summary>
    public string Description => Kind switch
    {
        SecretKind.ServiceAccountKey => "looks like the key of a Google service account",
        SecretKind.UserCredentials => "looks like the application default credentials of a Google user",
        SecretKind.PrivateKey => "holds what looks like a private key",
        SecretKind.KeyStore => "looks like a key store (PKCS #12)",
        SecretKind.CloudAccessKey => "holds what looks like an AWS secret access key",
        SecretKind.AccessToken => "holds what looks like an access token",
        SecretKind.SecretVariable => "sets a variable to what looks like a secret",
        SecretKind.RegistryLogin => "holds what looks like the login of a registry",
        _ => "holds what looks like a password",
    };
}
