using Caliban.Core.Diagnostics;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Caliban.Tasks;

/// <summary>Reports a diagnostic from a target, so that its words stand in one place only.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReportDiagnostic : CalibanTask
{
    [Required]
    public string Code { get; set; } = "";

    /// <summary>The arguments of its message.</summary>
    public string[] Arguments { get; set; } = [];

    protected override Task ExecuteAsync(CancellationToken cancellationToken)
    {
        Report(Diagnostic.Create(
            DiagnosticRegistry.All.Single(descriptor => descriptor.Code == Code), SourceLocation.None, [.. Arguments]));
        return Task.CompletedTask;
    }
}
