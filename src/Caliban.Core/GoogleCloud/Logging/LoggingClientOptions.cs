namespace Caliban.Core.GoogleCloud.Logging;

/// <summary>How logs are followed.</summary>
public sealed record LoggingClientOptions
{
    /// <summary>How many entries are asked for at once.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>How long to wait before asking for new entries. A project may ask 60 times a minute in all.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Entries are looked for again this far back from the newest, since they do not arrive in order.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After the end a log is complete when nothing new comes this many times in a row.</summary>
    public int QuietPolls { get; init; } = 2;

    /// <summary>How many entries are remembered to tell new ones from old ones.</summary>
    public int MostRemembered { get; init; } = 100_000;
}
