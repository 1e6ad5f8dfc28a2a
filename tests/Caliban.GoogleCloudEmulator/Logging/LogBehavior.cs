namespace Caliban.Emulator.Logging;

/// <summary>The oddities of reading logs.</summary>
public sealed record LogBehavior
{
    /// <summary>How many pages without entries, but with a token, come before each page with some.</summary>
    public int EmptyPages { get; init; }

    /// <summary>Whether each page begins with the last entry of the one before, under the same <c>insertId</c>.</summary>
    public bool RepeatsEntries { get; init; }

    /// <summary>How long after its time an entry can be read.</summary>
    public TimeSpan Lag { get; init; }
}
