namespace Caliban.Core.Images.Context.Secrets;

/// <summary>What a file that must not be in an image looks like. The numbers are kept in a file.</summary>
public enum SecretKind
{
    None = 0,
    ServiceAccountKey = 1,
    UserCredentials = 2,
    PrivateKey = 3,
    KeyStore = 4,
    CloudAccessKey = 5,
    AccessToken = 6,
    SecretVariable = 7,
    Password = 8,
    RegistryLogin = 9,
}
