namespace Caliban.Emulator.Tokens;

/// <summary>Who calls.</summary>
/// <param name="Email">Or the subject of another identity provider.</param>
/// <param name="Scopes">Separated by spaces.</param>
public sealed record Principal(string Email, string Scopes)
{
    internal const string CloudScope = "https://www.googleapis.com/auth/cloud-platform";

    internal bool HasScope(string scope) => Scopes.Split(' ').Contains(scope);
}
