using System.Formats.Tar;
using Caliban.Core.Images.Context;

namespace Caliban.Core.Images.Layers;

/// <summary>
/// The code of a project as the files of a layer: the same bytes for the same content, whatever the folder, user, clock,
/// umask or file system. Directories on the way are part of it, because a layer without them takes theirs from the clock.
/// </summary>
public static class CodeLayerArchive
{
    /// <param name="files">Ordered by path.</param>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has changed since it was hashed (CAL3042).</exception>
    public static async Task WriteAsync(Stream target, IReadOnlyList<ContextFile> files, CancellationToken cancellationToken)
    {
        var root = ImageDeclaration.WorkingDirectory.Trim('/');
        var tar = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            var written = new HashSet<string>(StringComparer.Ordinal);
            await WriteFoldersAsync(tar, $"{root}/", written, cancellationToken).ConfigureAwait(false);
            foreach (var file in files)
            {
                var path = $"{root}/{file.Entry.Path}";
                await WriteFoldersAsync(tar, path, written, cancellationToken).ConfigureAwait(false);
                if (file.Entry.LinkTarget is { } link)
                {
                    await tar.WriteEntryAsync(ArchiveEntry.Link(path, link), cancellationToken).ConfigureAwait(false);
                    continue;
                }

                using var content = HashedContent.Open(file);
                await tar.WriteEntryAsync(ArchiveEntry.File(path, content, file.Entry.IsExecutable), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task WriteFoldersAsync(TarWriter tar, string path, HashSet<string> written, CancellationToken cancellationToken)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (written.Add(path[..end]))
            {
                await tar.WriteEntryAsync(ArchiveEntry.Folder(path[..(end + 1)]), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
