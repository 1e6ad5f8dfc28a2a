using Caliban.Core.Diagnostics;

namespace Caliban.Core.Hardware.Candidates;

/// <summary>What became of one declaration.</summary>
/// <param name="Text">As the project writes it.</param>
/// <param name="Choice">Null when it is impossible.</param>
/// <param name="Mistakes">Why it is impossible; at least one then.</param>
internal sealed record Candidate(string Text, HardwareChoice? Choice, IReadOnlyList<Diagnostic> Mistakes)
{
    /// <summary>What is good to know of a choice that is possible.</summary>
    public Diagnostic? Advice { get; init; }

    /// <summary>A choice that stands when there is no mistake.</summary>
    public static Candidate Of(string text, HardwareChoice choice, IReadOnlyList<Diagnostic> mistakes) =>
        new(text, mistakes.Count == 0 ? choice : null, mistakes);
}
