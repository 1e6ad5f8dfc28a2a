using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Jobs;

/// <summary>Plans of any kind as JSON files, which one program writes and another reads.</summary>
internal static class JsonPlan
{
    /// <summary>Writes a plan; a file that holds it already is left as it is.</summary>
    public static async Task WriteAsync<T>(string path, T plan, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(plan, type);
        var existing = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false) : null;
        if (!text.AsSpan().SequenceEqual(existing))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, text, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="schema">What a plan of this version says of itself.</param>
    /// <exception cref="DiagnosticException">There is no such plan, or not one of this version: CAL4013.</exception>
    public static async Task<T> ReadAsync<T>(
        string path, JsonTypeInfo<T> type, Func<T, int> schemaOf, int schema, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                var plan = await JsonSerializer.DeserializeAsync(file, type, cancellationToken).ConfigureAwait(false);
                var found = plan is null ? (int?)null : schemaOf(plan);
                return found == schema ? plan! : throw Unreadable(path, $"it has schema {found}, this version reads {schema}");
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
