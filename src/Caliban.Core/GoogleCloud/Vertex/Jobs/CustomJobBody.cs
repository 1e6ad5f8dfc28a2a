using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Caliban.Core.Hardware;

namespace Caliban.Core.GoogleCloud.Vertex.Jobs;

/// <summary>A job as the JSON that <c>customJobs.create</c> takes, always in the same order and without what is not set.</summary>
/// <seealso href="https://github.com/googleapis/googleapis/blob/master/google/cloud/aiplatform/v1/custom_job.proto"/>
public static class CustomJobBody
{
    // No HTML is written, so '+' and '<' need no escapes that people cannot read.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = Compact with { Indented = true, NewLine = "\n" };

    /// <summary>UTF-8.</summary>
    /// <param name="indented">For people: on several lines.</param>
    public static byte[] Write(CustomJobSpecification job, bool indented = false)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, indented ? Indented : Compact))
        {
            Write(writer, job);
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, CustomJobSpecification job)
    {
        writer.WriteStartObject();
        writer.WriteString("displayName", job.DisplayName);
        writer.WriteStartObject("jobSpec");
        writer.WriteStartArray("workerPoolSpecs");
        WritePool(writer, job, replicas: 1);
        if (job.Replicas > 1)
        {
            WritePool(writer, job, job.Replicas - 1);
        }

        writer.WriteEndArray();
        WriteScheduling(writer, job);
        WriteText(writer, "serviceAccount", job.ServiceAccount);
        WriteText(writer, "network", job.Network);
        WriteInObject(writer, "baseOutputDirectory", "outputUriPrefix", job.BaseOutputDirectory);
        writer.WriteEndObject();
        WriteLabels(writer, job.Labels);
        WriteInObject(writer, "encryptionSpec", "kmsKeyName", job.EncryptionKey);
        writer.WriteEndObject();
    }

    private static void WritePool(Utf8JsonWriter writer, CustomJobSpecification job, int replicas)
    {
        writer.WriteStartObject();
        WriteMachine(writer, job);
        // 64-bit numbers are texts in the JSON of protocol buffers.
        writer.WriteString("replicaCount", replicas.ToString(CultureInfo.InvariantCulture));
        WriteDisk(writer, job);
        WriteContainer(writer, job);
        writer.WriteEndObject();
    }

    private static void WriteMachine(Utf8JsonWriter writer, CustomJobSpecification job)
    {
        var hardware = job.Hardware;
        writer.WriteStartObject("machineSpec");
        writer.WriteString("machineType", hardware.MachineType);
        if (hardware.AcceleratorType.Length > 0)
        {
            writer.WriteString("acceleratorType", hardware.AcceleratorType);
            writer.WriteNumber("acceleratorCount", hardware.AcceleratorCount);
        }

        WriteText(writer, "tpuTopology", hardware.TpuTopology);
        ReservationAffinity.Write(writer, job.Reservation);
        writer.WriteEndObject();
    }

    private static void WriteDisk(Utf8JsonWriter writer, CustomJobSpecification job)
    {
        if (job.BootDiskType.Length == 0 && job.BootDiskSizeGb is null)
        {
            return;
        }

        writer.WriteStartObject("diskSpec");
        WriteText(writer, "bootDiskType", job.BootDiskType);
        if (job.BootDiskSizeGb is { } size)
        {
            writer.WriteNumber("bootDiskSizeGb", size);
        }

        writer.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter writer, CustomJobSpecification job)
    {
        writer.WriteStartObject("containerSpec");
        writer.WriteString("imageUri", job.Image);
        WriteTexts(writer, "command", job.Command);
        WriteTexts(writer, "args", job.Arguments);
        // The schema wants a value, and an empty one is none.
        var variables = job.Environment.Where(variable => variable.Value.Length > 0).ToList();
        if (variables.Count > 0)
        {
            writer.WriteStartArray("env");
            foreach (var (name, value) in variables)
            {
                writer.WriteStartObject();
                writer.WriteString("name", name);
                writer.WriteString("value", VariableReference.Escape(value));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteScheduling(Utf8JsonWriter writer, CustomJobSpecification job)
    {
        if (job.Timeout is null && job.MaxWait is null && !job.RestartOnWorkerRestart && job.Strategy == ProvisioningStrategy.Standard)
        {
            return;
        }

        writer.WriteStartObject("scheduling");
        WriteText(writer, "timeout", job.Timeout is { } timeout ? DurationText.Of(timeout) : "");
        if (job.RestartOnWorkerRestart)
        {
            writer.WriteBoolean("restartJobOnWorkerRestart", true);
        }

        WriteText(writer, "strategy", job.Strategy switch
        {
            ProvisioningStrategy.Spot => "SPOT",
            ProvisioningStrategy.FlexStart => "FLEX_START",
            _ => "",
        });
        WriteText(writer, "maxWaitDuration", job.MaxWait is { } wait ? DurationText.Of(wait) : "");
        writer.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("labels");
        foreach (var (key, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(VariableReference.Escape(text));
        }

        writer.WriteEndArray();
    }

    private static void WriteInObject(Utf8JsonWriter writer, string outer, string inner, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteStartObject(outer);
            writer.WriteString(inner, text);
            writer.WriteEndObject();
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(name, text);
        }
    }
}
