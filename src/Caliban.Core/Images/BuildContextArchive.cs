using System.Formats.Tar;
using System.Text;
using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images;

/// <summary>
/// The context of a <c>docker build</c> as one tar stream: the Dockerfile and what it copies, nothing else of the folder.
/// Times, owners and all mode bits but execute are fixed, so that the same content is the same stream.
/// </summary>
public static class BuildContextArchive
{
    /// <summary>The Dockerfile inside the stream.</summary>
    public const string DockerfileName = "Dockerfile";

    /// <summary>The folder that holds the project's files, so that a copy of all of them is not a copy of the Dockerfile.</summary>
    public const string ProjectFolder = "project/";

    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="DiagnosticException">A file cannot be read: CAL3004.</exception>
    public static async Task WriteAsync(
        Stream target, string dockerfile, IReadOnlyList<BuildContextEntry> entries, CancellationToken cancellationToken)
    {
        // The GNU format holds names of any length; the PAX format of System.Formats.Tar names a process id.
        var tar = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            using var text = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile));
            await tar.WriteEntryAsync(File(DockerfileName, Plain, text), cancellationToken).ConfigureAwait(false);
            foreach (var entry in entries)
            {
                await WriteAsync(tar, entry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens a file of the context for reading.</summary>
    /// <exception cref="DiagnosticException">CAL3004.</exception>
    internal static FileStream Open(BuildContextEntry entry)
    {
        try
        {
            return new FileStream(entry.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                Diagnostic.Create(ImageDiagnostics.ContextUnreadable, new SourceLocation(entry.FullPath), entry.Path, exception.Message),
                exception);
        }
    }

    private static async Task WriteAsync(TarWriter tar, BuildContextEntry entry, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is { } link)
        {
            var item = new GnuTarEntry(TarEntryType.SymbolicLink, ProjectFolder + entry.Path)
            {
                LinkName = link,
                Mode = Executable,
                ModificationTime = DateTimeOffset.UnixEpoch,
            };
            await tar.WriteEntryAsync(item, cancellationToken).ConfigureAwait(false);
            return;
        }

        var content = Open(entry);
        await using (content.ConfigureAwait(false))
        {
            await tar.WriteEntryAsync(File(ProjectFolder + entry.Path, entry.IsExecutable ? Executable : Plain, content), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static GnuTarEntry File(string name, UnixFileMode mode, Stream content) => new(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = mode,
        ModificationTime = DateTimeOffset.UnixEpoch,
    };
}
