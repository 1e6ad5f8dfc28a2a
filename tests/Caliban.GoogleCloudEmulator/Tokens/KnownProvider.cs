namespace Caliban.Emulator.Tokens;

/// <summary>An identity provider whose tokens are taken.</summary>
/// <param name="PublicKey">In PEM.</param>
/// <param name="Pool"><c>projects/NUMBER/locations/global/workloadIdentityPools/POOL</c>.</param>
internal sealed record KnownProvider(string Issuer, string PublicKey, string Pool);
