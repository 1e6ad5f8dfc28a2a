using System.Globalization;

namespace Caliban.Core.Processes;

/// <summary>
/// The folder by which a detached process is known to later processes: whether it was started, as which process, what it
/// wrote and how it ended. Each file is written once, by one write.
/// </summary>
/// <param name="Path">Absolute.</param>
internal sealed record ControlFolder(string Path)
{
    private const string FencedText = "fenced";

    /// <summary>Written by whoever comes first: the process before it runs its program, or one who forbids that.</summary>
    private string Started => System.IO.Path.Combine(Path, "started");

    private string Exit => System.IO.Path.Combine(Path, "exit");

    /// <summary>The working directory of the process.</summary>
    public string Work => System.IO.Path.Combine(Path, "work");

    /// <summary>Where a channel is written.</summary>
    public string Output(OutputChannel channel) => System.IO.Path.Combine(Path, channel == OutputChannel.Standard ? "out" : "err");

    /// <summary>Whether the program was started, is about to be, or never will.</summary>
    public bool IsDecided => File.Exists(Started);

    /// <summary>When it was started; null where it was not.</summary>
    public DateTimeOffset? StartedAt => Time(Started);

    /// <summary>When it ended; null where nobody wrote that down.</summary>
    public DateTimeOffset? EndedAt => Time(Exit);

    /// <summary>The process that was started; null where none was, or its name is not written down yet.</summary>
    public ProcessIdentity? Process =>
        ReadLine(Started) is { } line && line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end
        && int.TryParse(line.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new ProcessIdentity(id, line[(end + 1)..])
            : null;

    /// <summary>The exit code; null where it was not written down, because the process runs or was killed.</summary>
    public int? ExitCode =>
        int.TryParse(ReadLine(Exit), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;

    /// <summary>Makes sure that what was not started never will be. False when it was started.</summary>
    public bool Fence()
    {
        Directory.CreateDirectory(Path);
        return WriteFirst(FencedText) || ReadLine(Started) == FencedText;
    }

    /// <summary>Writes down a process where it cannot do so itself. False when somebody was first.</summary>
    public bool Record(ProcessIdentity process) =>
        WriteFirst(string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTime}"));

    /// <summary>Writes down an exit code where the process cannot do so itself.</summary>
    public void RecordExit(int exitCode) => File.WriteAllText(Exit, string.Create(CultureInfo.InvariantCulture, $"{exitCode}\n"));

    private bool WriteFirst(string text)
    {
        try
        {
            using var file = new FileStream(Started, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{text}\n"));
            return true;
        }
        catch (IOException) when (File.Exists(Started))
        {
            return false;
        }
    }

    /// <summary>The only line of a file; null while it has no end.</summary>
    private static string? ReadLine(string file)
    {
        try
        {
            return File.ReadAllText(file) is [.. var line, '\n'] ? line : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static DateTimeOffset? Time(string file) => File.Exists(file) ? File.GetLastWriteTimeUtc(file) : null;
}
