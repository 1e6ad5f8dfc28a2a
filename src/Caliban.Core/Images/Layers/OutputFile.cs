using Caliban.Core.Diagnostics;

namespace Caliban.Core.Images.Layers;

/// <summary>A file that is complete when it is there: it is written under another name first.</summary>
internal static class OutputFile
{
    /// <exception cref="DiagnosticException">It cannot be written: CAL3049.</exception>
    public static async Task WriteAsync(string path, Func<FileStream, Task> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024);
            await using (file.ConfigureAwait(false))
            {
                await write(file).ConfigureAwait(false);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, exception);
        }
        finally
        {
            Remove(temporary);
        }
    }

    public static DiagnosticException Unwritable(string path, Exception exception) => new(
        Diagnostic.Create(LayerDiagnostics.OutputUnwritable, SourceLocation.None, path, exception.Message.TrimEnd('.')), exception);

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where it cannot be removed, it could not be made.
        }
    }
}
