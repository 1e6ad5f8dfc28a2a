namespace Caliban.Core.Hardware;

/// <summary>What a machine computes with beside its processors.</summary>
public enum AcceleratorKind
{
    None,
    Gpu,
    Tpu,
}
