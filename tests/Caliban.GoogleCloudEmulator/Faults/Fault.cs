namespace Caliban.Emulator.Faults;

/// <summary>Something that goes wrong with some of the requests.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>The requests it can hit; null for all that need an access token.</summary>
    public CloudOperation? Operation { get; init; }

    /// <summary>From 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many requests it hits at most; null for no end.</summary>
    public int? Times { get; init; }

    /// <summary>How many requests pass before the first it can hit.</summary>
    public int After { get; init; }

    /// <summary>
    /// Whether the request is carried out although the answer is an error or none. Has no meaning for the kinds that say it in
    /// their description.
    /// </summary>
    public bool Accepts { get; init; }

    /// <summary>How long, for <see cref="FaultKind.Delay"/> and <see cref="FaultKind.SlowStream"/>; what <see cref="FaultKind.RateExceeded"/> says to wait.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(50);
}
