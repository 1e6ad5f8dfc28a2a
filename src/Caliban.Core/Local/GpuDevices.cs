using System.ComponentModel;
using System.Globalization;
using Caliban.Core.Jobs;
using Caliban.Core.Processes;

namespace Caliban.Core.Local;

/// <summary>The GPUs of NVIDIA that jobs can have.</summary>
/// <seealso href="https://docs.nvidia.com/cuda/cuda-c-programming-guide/index.html#cuda-environment-variables"/>
internal static class GpuDevices
{
    /// <summary>Restricts a program to some devices; ours, when the build has it.</summary>
    public const string VisibleVariable = "CUDA_VISIBLE_DEVICES";

    /// <summary>Arguments of <c>nvidia-smi</c>: one line for each device, its number by its place on the bus.</summary>
    public static IReadOnlyList<string> Query { get; } = ["--query-gpu=index", "--format=csv,noheader"];

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    /// <summary>Whether jobs of a plan ask for any.</summary>
    public static bool AreWanted(SweepPlan plan) => plan.UseGpu || plan.Jobs.Any(job => job.Gpus > 0);

    /// <summary>What the driver of this machine lists; null where it is not installed or does not work.</summary>
    public static async Task<IReadOnlyList<string>?> ListAsync(string? searchPath, CancellationToken cancellationToken)
    {
        if (ExecutableFinder.Find(searchPath, "nvidia-smi") is not { } program)
        {
            return null;
        }

        try
        {
            var answer = await ProcessRunner.CaptureAsync(new ProcessSpecification(program, Query), AnswerTime, cancellationToken).ConfigureAwait(false);
            return Parse(answer);
        }
        catch (Exception exception) when (exception is TimeoutException or Win32Exception)
        {
            return null;
        }
    }

    public static IReadOnlyList<string>? Parse(CapturedOutput answer)
    {
        var lines = answer.StandardOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return answer.ExitCode == 0 && lines.All(IsNumber) ? lines : null;
    }

    /// <summary>Of the devices that there are, those that the build itself may use.</summary>
    /// <param name="visible">The build's <c>CUDA_VISIBLE_DEVICES</c>; null or empty restricts nothing.</param>
    public static IReadOnlyList<string> Restrict(IReadOnlyList<string> devices, string? visible) =>
        Visible(visible) is { } wanted ? [.. wanted.Where(name => !IsNumber(name) || devices.Contains(name))] : devices;

    /// <summary>The devices that a <c>CUDA_VISIBLE_DEVICES</c> names, by number or id; null when it restricts nothing.</summary>
    public static IReadOnlyList<string>? Visible(string? visible) => string.IsNullOrWhiteSpace(visible) ? null :
    [
        // As CUDA reads it: what follows a wrong one does not count.
        .. visible.Split(',', StringSplitOptions.TrimEntries)
            .TakeWhile(name => IsNumber(name) || name.StartsWith("GPU-", StringComparison.Ordinal) || name.StartsWith("MIG-", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
