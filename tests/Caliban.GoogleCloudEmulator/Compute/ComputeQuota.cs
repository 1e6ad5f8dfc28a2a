namespace Caliban.Emulator.Compute;

/// <summary>A quota of Compute Engine in a region.</summary>
/// <param name="Metric"><c>CPUS</c>, <c>NVIDIA_T4_GPUS</c>, …</param>
public sealed record ComputeQuota(string Metric, double Limit, double Usage);
