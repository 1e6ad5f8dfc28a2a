using System.Formats.Tar;
using Caliban.Core.Diagnostics;
using Caliban.Core.Images.Context;

namespace Caliban.Core.Images.Layers;

/// <summary>
/// Entries of tar archives with fixed times, owners and modes; only execute bits differ. The GNU format holds names of any
/// length; the PAX format of System.Formats.Tar names a process id.
/// </summary>
internal static class ArchiveEntry
{
    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static GnuTarEntry Folder(string name) => new(TarEntryType.Directory, name)
    {
        Mode = Executable,
        ModificationTime = DateTimeOffset.UnixEpoch,
    };

    public static GnuTarEntry File(string name, Stream content, bool isExecutable = false) => new(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = isExecutable ? Executable : Plain,
        ModificationTime = DateTimeOffset.UnixEpoch,
    };

    public static GnuTarEntry Link(string name, string target) => new(TarEntryType.SymbolicLink, name)
    {
        LinkName = target,
        Mode = Executable,
        ModificationTime = DateTimeOffset.UnixEpoch,
    };

    /// <exception cref="DiagnosticException">The file cannot be read: CAL3004.</exception>
    public static async Task WriteAsync(TarWriter tar, string name, BuildContextEntry entry, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is { } link)
        {
            await tar.WriteEntryAsync(Link(name, link), cancellationToken).ConfigureAwait(false);
            return;
        }

        var content = entry.Open();
        await using (content.ConfigureAwait(false))
        {
            await tar.WriteEntryAsync(File(name, content, entry.IsExecutable), cancellationToken).ConfigureAwait(false);
        }
    }
}
