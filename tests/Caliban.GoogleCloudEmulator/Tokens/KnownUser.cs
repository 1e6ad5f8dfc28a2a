namespace Caliban.Emulator.Tokens;

/// <param name="ClientId">Of the program that he logged in with.</param>
internal sealed record KnownUser(string Email, string ClientId, string ClientSecret);
