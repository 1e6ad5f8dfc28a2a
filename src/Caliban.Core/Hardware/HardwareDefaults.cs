namespace Caliban.Core.Hardware;

/// <summary>What is used where a project says nothing.</summary>
public static class HardwareDefaults
{
    public const string Region = "us-central1";

    /// <summary>The machine of a job without accelerators: 32 processors, as google/caliban has it.</summary>
    public const string CpuMachine = "n1-highcpu-32";

    /// <summary>The accelerators of a job that is to have a GPU and does not say which: the type that the most regions have.</summary>
    public const string GpuSpec = "1xT4";

    /// <summary>The machine of accelerators that no table knows.</summary>
    public const string GpuMachine = "n1-standard-8";
}
