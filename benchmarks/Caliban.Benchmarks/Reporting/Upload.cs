using System.Globalization;

namespace Caliban.Benchmarks.Reporting;

/// <summary>What a change of one file brought to the registry, at most over all runs.</summary>
/// <param name="LayerBytes">The code layer alone.</param>
internal sealed record Upload(long Bytes, long LayerBytes)
{
    private const long Allowance = 1_000_000;

    public bool IsTooMuch => Bytes > LayerBytes + Allowance;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes / 1e3:0} kB, layer {LayerBytes / 1e3:0} kB");
}
