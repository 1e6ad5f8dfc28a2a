using System.Globalization;

namespace Caliban.Core.Hardware;

/// <summary>The machine that a job asks for.</summary>
public sealed record HardwareChoice
{
    /// <summary>The accelerators as a project writes them, <c>2xV100</c> or <c>8xV5E</c>; empty without.</summary>
    public string Spec { get; init; } = "";

    public AcceleratorKind Kind { get; init; }

    public required string MachineType { get; init; }

    /// <summary>The API's text, such as <c>NVIDIA_TESLA_V100</c>; empty without accelerators, and for TPUs that machine and topology tell.</summary>
    public string AcceleratorType { get; init; } = "";

    /// <summary>GPUs of each machine; chips of all machines of a TPU slice, cores of TPU v2 and v3; 0 without accelerators.</summary>
    public int AcceleratorCount { get; init; }

    /// <summary>How the chips of a TPU slice are wired, such as <c>2x4</c>; empty for what has none.</summary>
    public string TpuTopology { get; init; } = "";

    public required string Region { get; init; }

    /// <summary>For people: <c>2 V100 GPUs on n1-standard-8 in us-central1</c>.</summary>
    public string Title => $"{Accelerators()}{MachineType} in {Region}";

    private string Accelerators()
    {
        if (Kind == AcceleratorKind.None)
        {
            return "";
        }

        var type = Spec[(Spec.IndexOf('x', StringComparison.Ordinal) + 1)..];
        var unit = (Kind == AcceleratorKind.Gpu ? "GPU" : "TPU") + (AcceleratorCount == 1 ? "" : "s");
        var topology = TpuTopology.Length == 0 ? "" : $" ({TpuTopology})";
        return string.Create(CultureInfo.InvariantCulture, $"{AcceleratorCount} {type} {unit}{topology} on ");
    }
}
