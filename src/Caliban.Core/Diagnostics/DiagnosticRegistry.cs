using System.Reflection;

namespace Caliban.Core.Diagnostics;

/// <summary>
/// Every code there is. Ranges: 1xxx project, 2xxx experiments, 3xxx images and registries, 4xxx local runs,
/// 5xxx Vertex AI, 6xxx clusters, 7xxx history.
/// </summary>
public static class DiagnosticRegistry
{
    private static readonly Type[] Groups =
    [
        typeof(ProjectDiagnostics),
        typeof(ConfigurationFileDiagnostics),
        typeof(ExperimentDiagnostics),
        typeof(ImageDiagnostics),
        typeof(LayerDiagnostics),
        typeof(RegistryDiagnostics),
        typeof(GoogleCloudDiagnostics),
        typeof(RemoteJobDiagnostics),
        typeof(ContextDiagnostics),
        typeof(EnvironmentDiagnostics),
        typeof(LocalRunDiagnostics),
        typeof(SessionDiagnostics),
        typeof(HardwareDiagnostics),
        typeof(VertexDiagnostics),
        typeof(HistoryDiagnostics),
        typeof(ReportDiagnostics),
        typeof(TrackingDiagnostics),
        typeof(GoogleApiDiagnostics),
    ];

    /// <summary>Codes that are no more, and are never used again.</summary>
    public static IReadOnlyList<string> Retired { get; } = ["CAL3003"];

    /// <summary>All descriptors in the order of their codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. Groups
            .SelectMany(group => group.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Select(property => (DiagnosticDescriptor)property.GetValue(null)!)
            .OrderBy(descriptor => descriptor.Code, StringComparer.Ordinal),
    ];
}
