using Caliban.Core.Diagnostics;
using Caliban.Core.Hardware;
using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Hardware;

/// <summary>Resolves one declaration and keeps what is said about it.</summary>
internal sealed class HardwareTrial : IDiagnosticSink
{
    private readonly List<Diagnostic> _warnings = [];

    public HardwareTrial(DeclaredHardware declared, string projectFile = "train.proj")
    {
        var properties = new ProjectProperties(projectFile);
        Choices = HardwareResolver.Resolve(declared, properties, this);
        Mistakes = [.. properties.Mistakes];
    }

    public IReadOnlyList<HardwareChoice> Choices { get; }

    public IReadOnlyList<Diagnostic> Mistakes { get; }

    public IReadOnlyList<Diagnostic> Warnings => _warnings;

    public HardwareChoice Choice => Assert.Single(Choices);

    /// <summary>The one mistake, when nothing was chosen.</summary>
    public Diagnostic Mistake
    {
        get
        {
            Assert.Empty(Choices);
            return Assert.Single(Mistakes);
        }
    }

    public static DeclaredHardware Gpus(params string[] specs) =>
        new() { GpuSpecs = [.. specs.Select(spec => new DeclaredItem("GpuSpec", spec, "train.proj"))], UseGpu = true };

    public static DeclaredHardware Tpus(params string[] specs) =>
        new() { TpuSpecs = [.. specs.Select(spec => new DeclaredItem("TpuSpec", spec, "train.proj"))] };

    public static DeclaredHardware Tpu(string spec, string topology) => new()
    {
        TpuSpecs = [new DeclaredItem("TpuSpec", spec, "train.proj") { Metadata = new Dictionary<string, string> { ["Topology"] = topology } }],
    };

    /// <summary>Codes of errors and warnings.</summary>
    public static IEnumerable<string> Codes(IEnumerable<Diagnostic> diagnostics) => diagnostics.Select(diagnostic => diagnostic.Descriptor.Code);

    public void Report(Diagnostic diagnostic) => _warnings.Add(diagnostic);
}
