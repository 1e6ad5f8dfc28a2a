namespace Caliban.Core.Images.Publishing;

/// <summary>Sizes for people: <c>12.3 kB</c>.</summary>
internal static class ByteSize
{
    private const double Step = 1000;

    private static readonly string[] Units = ["kB", "MB", "GB"];

    public static string Format(long bytes)
    {
        if (bytes < Step)
        {
            return FormattableString.Invariant($"{bytes} bytes");
        }

        var (value, unit) = (bytes / Step, 0);
        // What would be rounded up to 1000 is one of the next unit.
        while (value >= Step - 0.05 && unit < Units.Length - 1)
        {
            value /= Step;
            unit++;
        }

        return FormattableString.Invariant($"{value:0.0} {Units[unit]}");
    }
}
