using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caliban.Emulator.Http;

/// <summary>How JSON is read and written.</summary>
internal static class JsonOptions
{
    /// <summary>No character is escaped that need not be, as Google does not.</summary>
    public static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A key that comes twice is a mistake, not a replacement.</summary>
    public static readonly JsonDocumentOptions Reader = new() { AllowDuplicateProperties = false };
}
