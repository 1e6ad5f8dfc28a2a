namespace Caliban.Core.Experiments.Configuration;

/// <summary>The alternatives of one key. All of them set the same names.</summary>
/// <param name="Key">What messages call the axis.</param>
/// <param name="Width">How many names each alternative sets: more than one for a compound key.</param>
/// <param name="Parameters">The parameters of the first alternative, then of the second, and so on.</param>
internal sealed record ConfigAxis(string Key, int Width, ExperimentParameter[] Parameters)
{
    public int Count => Parameters.Length / Width;
}
