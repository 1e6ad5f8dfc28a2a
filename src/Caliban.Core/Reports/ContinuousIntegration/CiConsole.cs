namespace Caliban.Core.Reports.ContinuousIntegration;

/// <summary>
/// Brings lines to where a CI system reads them. The console logger of MSBuild writes a message of high importance at once,
/// also from a worker process, whose own standard output nobody sees; it puts nothing but blanks in front, which no CI system
/// minds. The terminal logger holds messages back and CI does not use it unless told to; then the standard output remains.
/// </summary>
public static class CiConsole
{
    /// <param name="log">Logs a message of high importance; for a program, writes a line to its standard output.</param>
    /// <param name="terminalLogger">Whether the terminal logger shows the build.</param>
    public static void Write(IEnumerable<string> lines, Action<string> log, bool terminalLogger = false)
    {
        foreach (var line in lines)
        {
            (terminalLogger ? Console.Out.WriteLine : log)(line);
        }
    }
}
