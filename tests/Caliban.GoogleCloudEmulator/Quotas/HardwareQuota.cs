namespace Caliban.Emulator.Quotas;

/// <param name="Metric">In full: <c>aiplatform.googleapis.com/custom_model_training_nvidia_t4_gpus</c>.</param>
public sealed record HardwareQuota(string Location, string Metric, long Limit);
