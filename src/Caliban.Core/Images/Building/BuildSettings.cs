namespace Caliban.Core.Images.Building;

/// <summary>How an image is built, as opposed to what goes into it.</summary>
public sealed record BuildSettings
{
    /// <summary><c>CalibanNoCache</c>: build both stages anew, without the engine's cache.</summary>
    public bool NoCache { get; init; }

    /// <summary>Where the items of the image are declared, for messages; absolute.</summary>
    public required string ProjectFile { get; init; }

    /// <summary>Reads a variable of the build: <c>DOCKER_BUILDKIT</c>, <c>SOURCE_DATE_EPOCH</c>, <c>PATH</c>.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Receives the lines of the build as they come; from several threads, one at a time.</summary>
    public required Action<string> OnLine { get; init; }
}
