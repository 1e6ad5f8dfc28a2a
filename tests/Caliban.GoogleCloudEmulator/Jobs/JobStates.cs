using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Caliban.Emulator.Jobs;

/// <summary>States as texts.</summary>
internal static partial class JobStates
{
    private static readonly FrozenDictionary<JobState, string> Texts = Enum.GetValues<JobState>()
        .ToFrozenDictionary(state => state, state => "JOB_STATE" + Words().Replace(state.ToString(), match => $"_{match.Value.ToUpperInvariant()}"));

    public static IEnumerable<string> All => Texts.Values;

    public static string Text(this JobState state) => Texts[state];

    public static bool IsFinal(this JobState state) =>
        state is JobState.Succeeded or JobState.Failed or JobState.Cancelled or JobState.Expired or JobState.PartiallySucceeded;

    [GeneratedRegex("[A-Z][a-z]+")]
    private static partial Regex Words();
}
