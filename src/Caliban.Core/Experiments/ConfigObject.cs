using System.Numerics;

namespace Caliban.Core.Experiments;

/// <summary>One object of a configuration: the product of its axes.</summary>
/// <param name="File">Null when there is no file; line and column are 0 then.</param>
/// <param name="Axes">The last one varies fastest.</param>
internal sealed record ConfigObject(string? File, int Line, int Column, IReadOnlyList<ConfigAxis> Axes)
{
    // Beyond this nobody reads the figure, and thousands of axes would make it a long one.
    private static readonly BigInteger Countable = BigInteger.Pow(10, 30);

    /// <summary>How many experiments there are; some number above 10^30 when there are more.</summary>
    public BigInteger Count
    {
        get
        {
            var product = BigInteger.One;
            foreach (var axis in Axes)
            {
                if (axis.Count == 0)
                {
                    return BigInteger.Zero;
                }

                product = product > Countable ? product : product * axis.Count;
            }

            return product;
        }
    }

    public static string Display(BigInteger count) => count > Countable
        ? "more than 10^30"
        : count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
