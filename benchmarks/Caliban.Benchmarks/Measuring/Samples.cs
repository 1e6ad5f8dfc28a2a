using System.Globalization;

namespace Caliban.Benchmarks.Measuring;

/// <summary>The seconds of some runs.</summary>
internal sealed record Samples(IReadOnlyList<double> Seconds)
{
    public double Median
    {
        get
        {
            var sorted = Seconds.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary><c>0.431 s (0.412–0.470)</c></summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median:0.000} s ({Seconds.Min():0.000}–{Seconds.Max():0.000})");
}
