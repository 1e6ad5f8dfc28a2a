using Caliban.Core.Jobs;

namespace Caliban.Core.Local;

/// <summary>The file in which a job reports metrics, and how a container sees it.</summary>
internal static class MetricsFile
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

    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static string Folder(JobLaunch launch) => Path.GetDirectoryName(launch.MetricsPath)!;
}
