namespace Caliban.Emulator.Jobs;

/// <summary>What becomes of some jobs.</summary>
public sealed record JobRule(Func<EmulatedJob, bool> Fits, JobFate Fate)
{
    /// <summary>Jobs with this text in one of the first container's arguments.</summary>
    public static JobRule Argument(string text, JobFate fate) =>
        new(job => job.Arguments.Any(argument => argument.Contains(text, StringComparison.Ordinal)), fate);

    public static JobRule Label(string key, string value, JobFate fate) => new(job => job.Labels.GetValueOrDefault(key) == value, fate);

    public static JobRule Variable(string name, string value, JobFate fate) => new(job => job.Environment.GetValueOrDefault(name) == value, fate);

    public static JobRule DisplayName(string name, JobFate fate) => new(job => job.DisplayName == name, fate);
}
