namespace Caliban.Core.Processes;

/// <summary>A child process to start: a program, its arguments one by one, and its surroundings.</summary>
/// <param name="FileName">An absolute path, as <see cref="ExecutableFinder"/> gives it.</param>
/// <param name="Arguments">Passed as they are; nothing is quoted or split.</param>
public sealed record ProcessSpecification(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>An absolute path; null is the folder of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to the inherited ones.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The value by which the child and its descendants are found; null for one of its own.</summary>
    public string? Marker { get; init; }

    /// <summary>Writes what the child reads on its standard input; null is an empty input.</summary>
    public Func<Stream, CancellationToken, Task>? WriteInput { get; init; }
}
