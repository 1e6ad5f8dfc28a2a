using System.Formats.Tar;
using System.Text;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Layers;

namespace Caliban.Core.Images.Building;

/// <summary>The context of a <c>docker build</c> as one tar stream: the Dockerfile and what it copies, nothing else.</summary>
public static class BuildContextArchive
{
    /// <summary>The Dockerfile inside the stream, where no file of a project is.</summary>
    public const string DockerfileName = ".caliban/Dockerfile";

    /// <summary>The context of the environment: its files as they lie in the project folder.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read: CAL3004.</exception>
    public static async Task WriteEnvironmentAsync(
        Stream target, string dockerfile, IReadOnlyList<ContextFile> files, CancellationToken cancellationToken)
    {
        var tar = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        await using (tar.ConfigureAwait(false))
        {
            await WriteDockerfileAsync(tar, dockerfile, cancellationToken).ConfigureAwait(false);
            // What is here has passed the ignore file already; the classic builder would apply it once more, BuildKit would not.
            foreach (var file in files.Where(file => file.Entry.Path != ".dockerignore"))
            {
                await ArchiveEntry.WriteAsync(tar, file.Entry.Path, file.Entry, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The context of the code stage: one archive.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has changed since it was hashed (CAL3042).</exception>
    public static async Task WriteCodeAsync(
        Stream target, string dockerfile, IReadOnlyList<ContextFile> files, CancellationToken cancellationToken)
    {
        // An entry says its length first.
        var code = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        var tar = new TarWriter(target, TarEntryFormat.Gnu, leaveOpen: true);
        await using (code.ConfigureAwait(false))
        await using (tar.ConfigureAwait(false))
        {
            await CodeLayerArchive.WriteAsync(code, files, cancellationToken).ConfigureAwait(false);
            code.Position = 0;
            await WriteDockerfileAsync(tar, dockerfile, cancellationToken).ConfigureAwait(false);
            await tar.WriteEntryAsync(ArchiveEntry.File(CodeDockerfile.Archive, code), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task WriteDockerfileAsync(TarWriter tar, string dockerfile, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile));
        await tar.WriteEntryAsync(ArchiveEntry.File(DockerfileName, text), cancellationToken).ConfigureAwait(false);
    }
}
