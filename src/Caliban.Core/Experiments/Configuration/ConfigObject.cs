using System.Globalization;

namespace Caliban.Core.Experiments.Configuration;

/// <summary>One object of a configuration: the product of its axes.</summary>
internal sealed class ConfigObject
{
    // Beyond this nobody reads the figure, and one more factor still fits into 128 bits.
    private static readonly UInt128 Countable = UInt128.Parse("1" + new string('0', 29), CultureInfo.InvariantCulture);

    /// <param name="file">Null when there is no file; line and column are 0 then.</param>
    /// <param name="axes">The last one varies fastest.</param>
    public ConfigObject(string? file, int line, int column, IReadOnlyList<ConfigAxis> axes)
    {
        File = file;
        Line = line;
        Column = column;
        Axes = axes;
        Count = Product(axes);
    }

    public string? File { get; }

    public int Line { get; }

    public int Column { get; }

    public IReadOnlyList<ConfigAxis> Axes { get; }

    /// <summary>How many experiments there are; some number above 10^29 when there are more.</summary>
    public UInt128 Count { get; }

    public ConfigObject With(IReadOnlyList<ConfigAxis> more) => new(File, Line, Column, [.. Axes, .. more]);

    public static string Display(UInt128 count) =>
        count > Countable ? "more than 10^29" : count.ToString("N0", CultureInfo.InvariantCulture);

    private static UInt128 Product(IReadOnlyList<ConfigAxis> axes)
    {
        var product = UInt128.One;
        for (var index = 0; index < axes.Count; index++)
        {
            var count = (uint)axes[index].Count;
            if (count == 0)
            {
                return UInt128.Zero;
            }

            if (count > 1 && product <= Countable)
            {
                product *= count;
            }
        }

        return product;
    }
}
