using System.Text.Json;
using Caliban.Emulator.Jobs;

namespace Caliban.Emulator.Logging;

/// <summary>Writes entries as the API answers them.</summary>
/// <seealso href="https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry"/>
internal static class LogWriter
{
    public static string LogName(LogEntry entry) => $"projects/{entry.Project}/logs/{Uri.EscapeDataString(entry.TaskName)}";

    public static void Write(Utf8JsonWriter writer, LogEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("insertId", entry.InsertId);
        if (entry.IsText)
        {
            writer.WriteString("textPayload", entry.Message);
        }
        else
        {
            writer.WriteStartObject("jsonPayload");
            writer.WriteString("message", entry.Message);
            writer.WriteString("levelname", entry.Severity);
            writer.WriteStartObject("attrs");
            writer.WriteString("tag", entry.TaskName);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteStartObject("resource");
        writer.WriteString("type", "ml_job");
        writer.WriteStartObject("labels");
        writer.WriteString("job_id", entry.JobId);
        writer.WriteString("project_id", entry.Project);
        writer.WriteString("task_name", entry.TaskName);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("timestamp", JobWriter.Time(entry.Timestamp));
        if (entry.Severity != "DEFAULT")
        {
            writer.WriteString("severity", entry.Severity);
        }

        writer.WriteStartObject("labels");
        writer.WriteString("ml.googleapis.com/job_id/log_area", "root");
        writer.WriteEndObject();
        writer.WriteString("logName", LogName(entry));
        writer.WriteString("receiveTimestamp", JobWriter.Time(entry.ReceiveTimestamp));
        writer.WriteEndObject();
    }
}
