using System.Runtime.InteropServices;

namespace Caliban.Core.Local.Sessions;

/// <summary>The person at this machine.</summary>
/// <param name="UserId">Null on Windows, where files belong to no number.</param>
/// <param name="Home">Their home; null when they have none.</param>
internal sealed partial record HostUser(string Name, uint? UserId, uint? GroupId, string? Home)
{
    /// <param name="variable">Reads an environment variable of the run.</param>
    public static HostUser Find(Func<string, string?> variable)
    {
        var home = variable(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        // Without an entry in the system's table of users there is no name but that of the variable.
        var name = Environment.UserName is { Length: > 0 } known ? known : variable("USER") ?? "";
        return new HostUser(
            name,
            OperatingSystem.IsWindows() ? null : GetEffectiveUserId(),
            OperatingSystem.IsWindows() ? null : GetEffectiveGroupId(),
            IsOfPerson(home) ? Path.TrimEndingDirectorySeparator(home!) : null);
    }

    // Services have /, a folder of the system such as /bin, or one that does not exist.
    private static bool IsOfPerson(string? home) =>
        Path.IsPathFullyQualified(home ?? "") && Directory.Exists(home)
        && (home == "/root" || Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(home!)) is { } parent && Path.GetPathRoot(parent) != parent);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "getegid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveGroupId();
}
