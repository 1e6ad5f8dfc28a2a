namespace Caliban.Emulator.Logging;

/// <summary>The severities in their order.</summary>
/// <seealso href="https://github.com/googleapis/googleapis/blob/master/google/logging/type/log_severity.proto"/>
internal static class LogSeverities
{
    private static readonly string[] Names = ["DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"];

    /// <returns>-1 for a text that is none.</returns>
    public static int Rank(string name) => Array.FindIndex(Names, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
}
