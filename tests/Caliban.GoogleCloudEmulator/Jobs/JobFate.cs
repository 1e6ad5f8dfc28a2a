namespace Caliban.Emulator.Jobs;

/// <summary>How a job ends.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="ExitCode">Of the program, where it is the program that fails.</param>
public sealed record JobFate(JobFateKind Kind, int ExitCode = 0)
{
    public static JobFate Succeed { get; } = new(JobFateKind.Succeed);

    /// <summary>There are no such machines now; before it runs.</summary>
    public static JobFate Stockout { get; } = new(JobFateKind.Stockout);

    /// <summary>The quota that was there at submission is not there any more; before it runs.</summary>
    public static JobFate QuotaExceeded { get; } = new(JobFateKind.QuotaExceeded);

    /// <summary>The image cannot be pulled; before it runs.</summary>
    public static JobFate MissingImage { get; } = new(JobFateKind.MissingImage);

    public static JobFate OutOfMemory { get; } = new(JobFateKind.OutOfMemory, 137);

    public static JobFate InternalError { get; } = new(JobFateKind.InternalError);

    public static JobFate Expire { get; } = new(JobFateKind.Expire);

    public static JobFate PartiallySucceed { get; } = new(JobFateKind.PartiallySucceed);

    /// <summary>It runs for ever.</summary>
    public static JobFate Never { get; } = new(JobFateKind.Never);

    /// <summary>In place of <see cref="JobTimes.Running"/>.</summary>
    public TimeSpan? Running { get; init; }

    /// <summary>Whether it never gets as far as running.</summary>
    internal bool IsBeforeStart => Kind is JobFateKind.Stockout or JobFateKind.QuotaExceeded or JobFateKind.MissingImage or JobFateKind.Expire;

    public static JobFate Fail(int exitCode = 1) => new(JobFateKind.Fail, exitCode);

    /// <summary>
    /// <c>succeed</c>, <c>exit:3</c>, <c>stockout</c>, <c>quota-exceeded</c>, <c>missing-image</c>, <c>out-of-memory</c>,
    /// <c>internal-error</c>, <c>expire</c>, <c>partially-succeed</c>, <c>never</c>; null for other texts.
    /// </summary>
    public static JobFate? Parse(string text)
    {
        if (text.StartsWith("exit:", StringComparison.Ordinal))
        {
            return int.TryParse(text.AsSpan(5), out var code) && code is > 0 and < 256 ? Fail(code) : null;
        }

        return Enum.TryParse<JobFateKind>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind)
            && kind is not JobFateKind.Fail && !char.IsAsciiDigit(text[0]) ? new JobFate(kind, kind == JobFateKind.OutOfMemory ? 137 : 0) : null;
    }
}
