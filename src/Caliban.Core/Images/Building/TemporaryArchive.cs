using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images.Building;

/// <summary>
/// An archive that is complete before anyone reads it: a stream that ends early would be taken for a whole one by an engine.
/// </summary>
internal sealed class TemporaryArchive : IAsyncDisposable
{
    private readonly FileStream _file;

    private TemporaryArchive(FileStream file) => _file = file;

    /// <summary>The archive, read from its beginning.</summary>
    public Stream Content
    {
        get
        {
            _file.Position = 0;
            return _file;
        }
    }

    /// <exception cref="DiagnosticException">The temporary folder cannot be written: CAL3080.</exception>
    public static async Task<TemporaryArchive> WriteAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            var path = Path.Combine(Path.GetTempPath(), $"caliban-{Guid.NewGuid():N}.tar");
            file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
            await write(file, cancellationToken).ConfigureAwait(false);
            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            return new TemporaryArchive(file);
        }
        catch (Exception exception)
        {
            await DiscardAsync(file).ConfigureAwait(false);
            if (exception is IOException or UnauthorizedAccessException)
            {
                throw new DiagnosticException(
                    Diagnostic.Create(ImageDiagnostics.TemporaryFolderUnwritable, SourceLocation.None, Path.GetTempPath(), exception.Message), exception);
            }

            throw;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    // What is in its buffer has no place on a full disk either.
    private static async Task DiscardAsync(FileStream? file)
    {
        try
        {
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            File.Delete(file!.Name);
        }
    }
}
