namespace Caliban.Core.Experiments;

/// <summary>How an expanded sweep is written.</summary>
public enum ExpansionFormat
{
    /// <summary>A JSON list on one line.</summary>
    Json,

    /// <summary>A JSON list with an indentation of two.</summary>
    Indented,

    /// <summary>The flags of one experiment per line, separated by single spaces, without any quoting.</summary>
    Flags,
}
