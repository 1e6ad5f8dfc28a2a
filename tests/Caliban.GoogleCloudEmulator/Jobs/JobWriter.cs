using System.Text.Json;
using Caliban.Emulator.Http;

namespace Caliban.Emulator.Jobs;

/// <summary>Writes jobs as the API answers them.</summary>
internal static class JobWriter
{
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="mask">The fields that are asked for, or null for all.</param>
    public static void Write(Utf8JsonWriter writer, EmulatedJob job, JobStatus status, IReadOnlySet<string>? mask = null)
    {
        bool Has(string field) => mask is null || mask.Contains(field);

        writer.WriteStartObject();
        Text("name", job.Name);
        Text("displayName", job.DisplayName);
        if (Has("jobSpec"))
        {
            writer.WritePropertyName("jobSpec");
            writer.WriteRawValue(job.Record.JobSpec, skipInputValidation: true);
        }

        Text("state", status.State.Text());
        Moment("createTime", job.CreateTime);
        Moment("startTime", status.Start);
        Moment("endTime", status.End);
        Moment("updateTime", status.Update);
        if (Has("error") && status.Error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteNumber("code", (int)error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteEndObject();
        }

        if (Has("labels") && job.Labels.Count > 0)
        {
            Labels(writer, job.Labels);
        }

        if (Has("encryptionSpec") && job.Record.EncryptionSpec is { } encryption)
        {
            writer.WritePropertyName("encryptionSpec");
            writer.WriteRawValue(encryption, skipInputValidation: true);
        }

        writer.WriteEndObject();

        void Text(string field, string value)
        {
            if (Has(field))
            {
                writer.WriteString(field, value);
            }
        }

        void Moment(string field, DateTimeOffset? time)
        {
            if (time is { } moment)
            {
                Text(field, Time(moment));
            }
        }
    }

    private static void Labels(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> labels)
    {
        writer.WriteStartObject("labels");
        foreach (var (key, value) in labels)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
