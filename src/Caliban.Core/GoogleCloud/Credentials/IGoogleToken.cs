namespace Caliban.Core.GoogleCloud.Credentials;

/// <summary>Gives access tokens, the same one until it is about to expire. Safe to use from several threads.</summary>
public interface IGoogleToken
{
    /// <summary>Where the login comes from, for messages.</summary>
    string Source { get; }

    /// <summary>A token with some minutes left.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">CAL3071, CAL3073, CAL3076, CAL3077.</exception>
    Task<string> GetAsync(CancellationToken cancellationToken);

    /// <summary>A server did not accept it: the next one is asked for anew.</summary>
    void Refuse(string token);
}
