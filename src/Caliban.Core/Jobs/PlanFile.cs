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
    public static async Task WriteAsync(string path, SweepPlan plan, CancellationToken cancellationToken)
    {
        var context = new PlanJson(new JsonSerializerOptions(PlanJson.Default.Options) { WriteIndented = plan.Jobs.Count <= IndentedJobs });
        var text = JsonSerializer.SerializeToUtf8Bytes(plan, context.SweepPlan);
        var existing = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : null;
        if (!text.AsSpan().SequenceEqual(existing))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, text, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <exception cref="DiagnosticException">There is no such plan, or not one of this version: CAL4013.</exception>
    public static async Task<SweepPlan> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                var plan = await JsonSerializer.DeserializeAsync(file, PlanJson.Default.SweepPlan, cancellationToken).ConfigureAwait(false);
                return plan?.Schema == SweepPlan.CurrentSchema
                    ? plan
                    : throw Unreadable(path, $"it has schema {plan?.Schema}, this version reads {SweepPlan.CurrentSchema}");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unreadable(path, exception.Message);
        }
    }

    private static DiagnosticException Unreadable(string path, string reason) =>
        DiagnosticException.Create(LocalRunDiagnostics.PlanUnreadable, new SourceLocation(path), path, reason);
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SweepPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
