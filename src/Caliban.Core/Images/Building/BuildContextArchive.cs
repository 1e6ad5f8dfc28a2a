using System.Formats.Tar;
using System.Text;
using Caliban.Core.Images.Context;
using Caliban.Core.Images.Dockerfiles;
using Caliban.Core.Images.Layers;

namespace Caliban.Core.Images.Building;

/// <summary>The context of a <c>docker build</c> as one tar archive: the Dockerfile and what it copies, nothing else.</summary>
internal static class BuildContextArchive
{
    /// <summary>The Dockerfile inside the archive, where no file of a project is.</summary>
    public const string DockerfileName = ".caliban/Dockerfile";

    /// <summary>The context of the environment: its files as they lie in the project folder.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read: CAL3004; the archive cannot be written: CAL3080.</exception>
    public static Task<TemporaryArchive> OfEnvironmentAsync(
        string dockerfile, IReadOnlyList<ContextFile> files, CancellationToken cancellationToken) => WriteAsync(
        dockerfile,
        async tar =>
        {
            // What is here has passed the ignore file already; the classic builder would apply it once more, BuildKit would not.
            foreach (var file in files.Where(file => file.Entry.Path != ".dockerignore"))
            {
                await ArchiveEntry.WriteAsync(tar, file.Entry.Path, file.Entry, cancellationToken).ConfigureAwait(false);
            }
        },
        cancellationToken);

    /// <summary>The context of the code stage: one archive in another, which says its length first.</summary>
    /// <exception cref="Diagnostics.DiagnosticException">A file cannot be read (CAL3004) or has changed (CAL3042); the archive cannot be written: CAL3080.</exception>
    public static async Task<TemporaryArchive> OfCodeAsync(
        string dockerfile, IReadOnlyList<ContextFile> files, CancellationToken cancellationToken)
    {
        var code = await TemporaryArchive.WriteAsync(
            (stream, cancellation) => CodeLayerArchive.WriteAsync(stream, files, cancellation),
            cancellationToken).ConfigureAwait(false);
        await using (code.ConfigureAwait(false))
        {
            return await WriteAsync(
                dockerfile,
                tar => tar.WriteEntryAsync(ArchiveEntry.File(CodeDockerfile.Archive, code.Content), cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task<TemporaryArchive> WriteAsync(string dockerfile, Func<TarWriter, Task> writeFiles, CancellationToken cancellationToken) =>
        TemporaryArchive.WriteAsync(
            async (stream, cancellation) =>
            {
                var tar = new TarWriter(stream, TarEntryFormat.Gnu, leaveOpen: true);
                await using (tar.ConfigureAwait(false))
                {
                    using var text = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile));
                    await tar.WriteEntryAsync(ArchiveEntry.File(DockerfileName, text), cancellation).ConfigureAwait(false);
                    await writeFiles(tar).ConfigureAwait(false);
                }
            },
            cancellationToken);
}
