using System.Runtime.InteropServices;

namespace Caliban.Core.Tests;

/// <summary>Lets the files of this thread be those of a user with no rights of his own, since permissions do not bind root.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man2/setfsuid.2.html"/>
internal sealed class NobodyThread : IDisposable
{
    private const uint Nobody = 65534;

    private readonly uint _before = Environment.IsPrivilegedProcess ? SetFileSystemUser(Nobody) : Nobody;

    public void Dispose()
    {
        if (_before != Nobody)
        {
            _ = SetFileSystemUser(_before);
        }
    }

    /// <returns>The user before.</returns>
#pragma warning disable SYSLIB1054 // numbers need no generated code
    [DllImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetFileSystemUser(uint user);
#pragma warning restore SYSLIB1054
}
