namespace Caliban.Emulator.Faults;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>The request is carried out; then the connection is closed without an answer.</summary>
    LoseAnswer,

    /// <summary>The connection is closed; nothing is done.</summary>
    CloseConnection,

    /// <summary>429: too many calls in this minute.</summary>
    RateExceeded,

    /// <summary>429: the project's quota of hardware is used up.</summary>
    QuotaExceeded,

    /// <summary>503, with a google.rpc body.</summary>
    Unavailable,

    /// <summary>500, with a google.rpc body.</summary>
    Internal,

    /// <summary>502 with a page for people, as from a proxy on the way.</summary>
    BadGateway,

    /// <summary>The request is carried out; the answer says 200 and is not JSON.</summary>
    Garbage,

    /// <summary>The request is carried out; the connection ends in the middle of the answer.</summary>
    HalfBody,

    /// <summary>The request is carried out; the answer comes in pieces of a few bytes, with <see cref="Fault.Delay"/> between them.</summary>
    SlowStream,

    /// <summary>Nothing is ever sent; nothing is done.</summary>
    NeverAnswer,

    /// <summary>The answer comes after <see cref="Fault.Delay"/>.</summary>
    Delay,
}
