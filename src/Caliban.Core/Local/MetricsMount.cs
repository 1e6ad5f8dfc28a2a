using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The file in which a job reports metrics, and how a container sees it.</summary>
internal static class MetricsMount
{
    /// <summary>Names the file to the job.</summary>
    public const string Variable = "CALIBAN_METRICS";

    private const string Target = "/run/caliban/metrics";

    /// <summary>The arguments of <c>docker run</c>; none when the job has no such file.</summary>
    public static IReadOnlyList<string> DockerArguments(JobLaunch launch) => launch.MetricsPath.Length == 0 ? [] :
    [
        "--mount", BindMount.ReadWrite(Folder(launch), Target),
        "--env", $"{Variable}={Target}/{Path.GetFileName(launch.MetricsPath)}",
    ];

    /// <summary>Makes the folder, in which any user of an image can write.</summary>
    public static void Create(JobLaunch launch)
    {
        if (launch.MetricsPath.Length == 0)
        {
            return;
        }

        Directory.CreateDirectory(Folder(launch));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder(launch), Everybody);
        }
    }

    /// <summary>Removes the folder of a job that has ended and reported nothing.</summary>
    /// <param name="path">The file; empty for none.</param>
    public static void DeleteEmpty(string path)
    {
        try
        {
            if (path.Length > 0)
            {
                Directory.Delete(Path.GetDirectoryName(path)!);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It reported something, or was never started.
        }
    }

    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static string Folder(JobLaunch launch) => Path.GetDirectoryName(launch.MetricsPath)!;
}
