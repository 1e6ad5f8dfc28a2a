using System.Text.Json.Serialization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;

namespace Caliban.Core.Local.Sessions;

/// <summary>Plans of sessions as JSON files.</summary>
public static class SessionPlanFile
{
    /// <summary>Writes a plan; a file that holds it already is left as it is.</summary>
    public static Task WriteAsync(string path, SessionPlan plan, CancellationToken cancellationToken) =>
        JsonPlan.WriteAsync(path, plan, SessionJson.Default.SessionPlan, cancellationToken);

    /// <exception cref="DiagnosticException">There is no such plan, or not one of this version: CAL4013.</exception>
    public static Task<SessionPlan> ReadAsync(string path, CancellationToken cancellationToken) =>
        JsonPlan.ReadAsync(path, SessionJson.Default.SessionPlan, plan => plan.Schema, SessionPlan.CurrentSchema, cancellationToken);
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SessionPlan))]
internal sealed partial class SessionJson : JsonSerializerContext;
