using System.Text.Json.Serialization;
using Caliban.Core.Diagnostics;
using Caliban.Core.Jobs;

namespace Caliban.Core.Tracking;

/// <summary>Requests as JSON files, which a build writes for the runner.</summary>
public static class TrackingRequestFile
{
    /// <summary>Writes a request; a file that holds it already is left as it is.</summary>
    public static Task WriteAsync(string path, TrackingRequest request, CancellationToken cancellationToken) =>
        JsonPlan.WriteAsync(path, request, TrackingJson.Default.TrackingRequest, cancellationToken);

    /// <exception cref="DiagnosticException">There is no such request, or not one of this version: CAL4013.</exception>
    public static Task<TrackingRequest> ReadAsync(string path, CancellationToken cancellationToken) =>
        JsonPlan.ReadAsync(path, TrackingJson.Default.TrackingRequest, request => request.Schema, TrackingRequest.CurrentSchema, cancellationToken);
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrackingRequest))]
internal sealed partial class TrackingJson : JsonSerializerContext;
