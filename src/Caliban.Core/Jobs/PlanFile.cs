using System.Text.Json;
using System.Text.Json.Serialization;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Jobs;

/// <summary>Plans as JSON files.</summary>
public static class PlanFile
{
    /// <summary>Plans of more jobs are written without line breaks.</summary>
    private const int IndentedJobs = 1000;

    /// <summary>Writes a plan; a file that holds it already is left as it is.</summary>
    public static Task WriteAsync(string path, SweepPlan plan, CancellationToken cancellationToken)
    {
        var context = new PlanJson(new JsonSerializerOptions(PlanJson.Default.Options) { WriteIndented = plan.Jobs.Count <= IndentedJobs });
        return JsonPlan.WriteAsync(path, plan, context.SweepPlan, cancellationToken);
    }

    /// <exception cref="DiagnosticException">There is no such plan, or not one of this version: CAL4013.</exception>
    public static Task<SweepPlan> ReadAsync(string path, CancellationToken cancellationToken) =>
        JsonPlan.ReadAsync(path, PlanJson.Default.SweepPlan, plan => plan.Schema, SweepPlan.CurrentSchema, cancellationToken);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SweepPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
